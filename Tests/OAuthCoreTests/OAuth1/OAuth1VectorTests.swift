import Foundation
import Testing

@testable import OAuthCore

/// RFC 5849, the OAuth 1.0 test cases wiki and the body hash draft: see the files in Vectors.
@Suite struct OAuth1VectorTests {
    @Test func allFilesAreRead() {
        #expect(
            OAuth1Vectors.all.map(\.file) == [
                "body-hash.json", "oauth-wiki-test-cases.json", "other-methods.json", "rfc5849-1.2.json",
                "rfc5849-3.4.1.json", "rfc5849-3.4.2.json",
            ])
    }

    @Test func encodes() {
        for pair in OAuth1Vectors.all.flatMap({ $0.vectors.encodings ?? [] }) {
            #expect(String(decoding: PercentEncoding.encode(pair[0]), as: UTF8.self) == pair[1])
        }
    }

    @Test func normalizesParameters() {
        for vector in OAuth1Vectors.all.flatMap({ $0.vectors.normalized ?? [] }) {
            var parameters = OAuth1.Parameters()
            for pair in vector.parameters { parameters.append(Parameter(pair[0], pair[1])) }
            for form in [vector.query, vector.form].compactMap({ $0 }) {
                Array(form.utf8).withUnsafeBufferPointer { parameters.append(form: $0) }
            }
            parameters.sort()
            var output: [UInt8] = []
            parameters.write(to: &output)
            #expect(String(decoding: output, as: UTF8.self) == vector.normalized, "\(vector.name)")
        }
    }

    @Test func makesBaseStrings() {
        for vector in OAuth1Vectors.all.flatMap({ $0.vectors.baseStrings ?? [] }) {
            let made = baseString(
                vector.request.method, vector.request.url, form: vector.request.form, vector.parameters)
            #expect(made == vector.baseString, "\(vector.name)")
        }
    }

    @Test func makesBaseURLs() {
        for pair in OAuth1Vectors.all.flatMap({ $0.vectors.baseURLs ?? [] }) {
            let encoded = String(decoding: PercentEncoding.encode(pair[1]), as: UTF8.self)
            #expect(baseString("GET", pair[0]).hasPrefix("GET&\(encoded)&"), "\(pair[0])")
        }
    }

    @Test func signsBaseStrings() throws {
        for vector in OAuth1Vectors.all.flatMap({ $0.vectors.signatures ?? [] }) {
            let method = try #require(OAuth1.SignatureMethod(rawValue: vector.method))
            let privateKey = try vector.privateKey.map { try rsaKey($0).key }
            let key = try #require(
                OAuth1.SigningKey(
                    method, clientSecret: vector.clientSecret.map { Redacted($0) },
                    tokenSecret: vector.tokenSecret.map { Redacted($0) }, privateKey: privateKey))
            #expect(try key.signature(of: Array(vector.baseString.utf8)) == vector.signature, "\(method)")
        }
    }

    @Test func signsRequests() throws {
        for vector in OAuth1Vectors.all.flatMap({ $0.vectors.signed ?? [] }) {
            let method = try #require(OAuth1.SignatureMethod(rawValue: vector.signatureMethod))
            let signer = try #require(
                OAuth1.Signer(
                    method,
                    clientID: vector.clientId, clientSecret: Redacted(vector.clientSecret),
                    token: vector.token.map {
                        OAuth1.Credentials(token: Redacted($0), secret: Redacted(vector.tokenSecret ?? ""))
                    }, realm: vector.realm, sendsVersion: false))
            let request = OAuth1.Request(
                method: vector.request.method, url: vector.request.url,
                form: vector.request.form.map { Array($0.utf8) },
                protocolParameters: vector.parameters.map { Parameter($0[0], $0[1]) })
            let signed = try signer.sign(
                request, stamp: OAuth1.Stamp(timestamp: vector.timestamp, nonce: vector.nonce))
            let header = try #require(signed.authorization).reveal()
            let signature = FormEncoding.encode(vector.signature)
            #expect(header.hasPrefix("OAuth realm=\"\(vector.realm)\", oauth_consumer_key="), "\(vector.name)")
            #expect(header.hasSuffix(", oauth_signature=\"\(signature)\""), "\(vector.name): \(header)")
            #expect(signed.url == vector.request.url)
        }
    }

    @Test func hashesBodies() throws {
        for vector in OAuth1Vectors.all.flatMap({ $0.vectors.hashes ?? [] }) {
            let method = try #require(OAuth1.SignatureMethod(rawValue: vector.method))
            var hash = OAuth1.BodyHash(for: method)
            for byte in vector.body.utf8 { hash.update([byte]) }
            #expect(hash.text == vector.hash, "\(vector.method)")
        }
    }
}
