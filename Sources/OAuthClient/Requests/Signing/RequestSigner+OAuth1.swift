import HTTPTypes
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension RequestSigner {
    /// RFC 5849 §3. What is sent is what is signed: the URL's characters as they stand, and a form's bytes.
    func signByOAuth1(_ request: inout TransportRequest) async throws {
        let settings = connection.oauth1
        let form = request.isForm ? try await request.body.collected() : nil
        var bodyHash: String?
        if settings.includesBodyHash, form == nil {
            bodyHash = try await request.body.hash(OAuth1.BodyHash(for: settings.signatureMethod)).text
        }
        let signer = try connection.oauth1Signer(token: token.oauth1Credentials)
        let signed: OAuth1.SignedRequest
        do {
            signed = try signer.sign(
                OAuth1.Request(
                    method: request.method, url: request.url.absoluteString, form: form, bodyHash: bodyHash),
                placement: settings.placement, stamp: memory.stamp(for: request.url, now: now()))
        } catch {
            throw OAuthError(
                .config,
                "the private_key of connection '\(connection.name)' cannot sign by "
                    + settings.signatureMethod.rawValue,
                advice: "Use a longer RSA key, or another signature_method", connection: connection.name)
        }
        if let authorization = signed.authorization { request.headers[.authorization] = authorization.reveal() }
        if settings.placement == .query, let url = URL(string: signed.url) { request.url = url }
        if settings.placement == .body, let form = signed.form { request.body = .secret(form) }
    }

    /// A 401 may mean that our clock is wrong.
    func learnsTime(from response: TransportResponse, to request: TransportRequest) -> Bool {
        guard response.status == 401, let origin = Origin(request.url) else { return false }
        return memory.learnClock(of: origin, from: response.headers, now: now())
    }
}

extension TransportRequest {
    /// A form is signed with its URL; multipart, JSON and everything else is not (RFC 5849 §3.4.1.3.1).
    fileprivate var isForm: Bool {
        let type = (headers[.contentType] ?? "").prefix { $0 != ";" }.filter { !$0.isWhitespace }
        return type.lowercased() == "application/x-www-form-urlencoded"
    }
}

extension RequestBody {
    fileprivate func collected() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in try BodyChunks(self) { bytes += chunk.readableBytesView }
        return bytes
    }

    /// Files are read once more for it, 64 kB at a time.
    fileprivate func hash(_ start: OAuth1.BodyHash) async throws -> OAuth1.BodyHash {
        var hash = start
        for try await chunk in try BodyChunks(self) { hash.update(Array(chunk.readableBytesView)) }
        return hash
    }
}
