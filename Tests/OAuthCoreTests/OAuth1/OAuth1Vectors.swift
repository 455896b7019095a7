import Foundation
import Testing

@testable import OAuthCore

/// The published vectors, and what they have in common.
struct OAuth1Vectors: Decodable {
    var source: String
    var encodings: [[String]]?
    var normalized: [Normalized]?
    var baseStrings: [BaseString]?
    var baseURLs: [[String]]?
    var signatures: [Signature]?
    var signed: [Signed]?
    var hashes: [Hash]?

    enum CodingKeys: String, CodingKey {
        case source, encodings, normalized, signatures, signed, hashes
        case baseStrings
        case baseURLs = "baseUrls"
    }

    struct Request: Decodable {
        var method: String
        var url: String
        var form: String?
    }

    struct Normalized: Decodable {
        var name: String
        var query: String?
        var form: String?
        var parameters: [[String]]
        var normalized: String
    }

    struct BaseString: Decodable {
        var name: String
        var request: Request
        var parameters: [[String]]
        var baseString: String
    }

    struct Signature: Decodable {
        var method: String
        var clientSecret: String?
        var tokenSecret: String?
        var privateKey: String?
        var baseString: String
        var signature: String
    }

    struct Signed: Decodable {
        var name: String
        var request: Request
        var realm: String
        var signatureMethod: String
        var clientId: String
        var clientSecret: String
        var token: String?
        var tokenSecret: String?
        var timestamp: Int
        var nonce: String
        var parameters: [[String]]
        var signature: String
    }

    struct Hash: Decodable {
        var method: String
        var body: String
        var hash: String
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Vectors/OAuth1")

    static let all: [(file: String, vectors: OAuth1Vectors)] = {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                .filter { $0.hasSuffix(".json") }
                .map { ($0, try decoder.decode(Self.self, from: Data(Vectors.text("OAuth1/\($0)").utf8))) }
        } catch { preconditionFailure("the vectors cannot be read: \(error)") }
    }()
}

func rsaKey(_ file: String) throws -> OAuth1.RSAKey {
    try OAuth1.RSAKey(Redacted(Vectors.text("OAuth1/\(file)")), connection: "wiki")
}

/// A URL's base string with these parameters, as text.
func baseString(_ method: String, _ url: String, form: String? = nil, _ parameters: [[String]] = []) -> String {
    var url = url
    var oauth = OAuth1.Parameters()
    for pair in parameters { oauth.append(Parameter(pair[0], pair[1])) }
    return url.withUTF8 { bytes in
        String(
            decoding: OAuth1.BaseString.make(
                method: method, url: bytes, form: form.map { Array($0.utf8) }, protocolParameters: oauth),
            as: UTF8.self)
    }
}
