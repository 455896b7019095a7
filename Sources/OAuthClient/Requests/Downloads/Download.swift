import HTTPTypes
import NIOCore
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One download through all attempts of its request: what a dropped connection left is where the next attempt goes on.
///
/// Make one for each request, before its first attempt; let every attempt send ``prepared(_:)`` and give a 2xx answer to
/// ``receive(_:)``. What is left of it when the value goes is removed, or kept where the request says so.
final class Download {
    private let path: String
    private let resumes: Bool
    private let checksum: Checksum?
    private let source: String
    private var file: DownloadFile?
    /// Where the answer to the last request has to begin, where only the rest was asked for.
    private var asked: Int?
    private var hash: ChecksumHash?
    /// How many of the file's bytes `hash` has seen.
    private var hashed = 0

    /// nil for a request whose answer stays in memory.
    init?(_ request: APIRequest, url: URL) {
        guard let path = request.savePath, request.method != "HEAD" else { return nil }
        self.path = path
        checksum = request.checksum
        resumes = request.resumesDownload && request.method == "GET" && request.headers[.range] == nil
        source = PartialMark.source(url.absoluteString)
    }

    /// Whether another attempt may follow one that failed in the middle of the body.
    var canGoOn: Bool { file.map { $0.canRestart || $0.size == 0 } ?? true }

    /// The request for what is still missing (RFC 9110 §14.2, §13.1.5).
    /// - Throws: ``OAuthError`` of kind `store`.
    func prepared(_ request: TransportRequest) throws(OAuthError) -> TransportRequest {
        var request = request
        if resumes, file == nil { file = try DownloadFile(path: path, keepsPartial: true) }
        if let mark = file?.mark, mark.source != source { try restart() }
        asked = nil
        let isPartial = request.method == "GET" && request.headers[.range] == nil
        if isPartial, let file, let mark = file.mark, file.size > 0 {
            asked = file.size
            request.headers[.range] = "bytes=\(file.size)-"
            request.headers[.ifRange] = mark.validator
        }
        // A range of compressed bytes is of no use to who has plain ones.
        if resumes || asked != nil { request.headers[.acceptEncoding] = "identity" }
        return request
    }

    /// Whether the answer says that the rest cannot be had as asked: then everything has to be asked for again.
    func isRefused(by response: TransportResponse) throws(OAuthError) -> Bool {
        guard let asked, response.status == 416 || response.status == 206 && !continues(response, at: asked) else {
            return false
        }
        try restart()
        return true
    }

    private func continues(_ response: TransportResponse, at offset: Int) -> Bool {
        guard let range = response.headers[.contentRange].flatMap(ContentRange.init), range.first == offset,
            Inflater.coding(of: response.headers[.contentEncoding]) == nil
        else { return false }
        // A server may forget If-Range and send the end of another file.
        return file?.mark?.allows(response.headers, total: range.total) ?? true
    }

    /// Writes a 2xx answer's body, and puts the file in its place.
    /// - Throws: ``OAuthError``: `store` where it cannot be written, `decode` for another checksum, `network` where the
    ///   body ends too early; whatever reading throws.
    func receive(_ response: TransportResponse) async throws -> (bytes: Int, checksum: Checksum?) {
        let file = try self.file ?? DownloadFile(path: path)
        self.file = file
        var total: Int?
        if asked != nil, response.status == 206 {
            total = response.headers[.contentRange].flatMap(ContentRange.init)?.total
        } else {
            try restart()
            // The answer to a range that a script asked for itself is whole in itself, and no more than that.
            try file.begin(response.status == 206 ? nil : PartialMark(response.headers, source: source))
        }
        try hashKept(of: file)
        for try await chunk in response.body {
            try file.write(chunk)
            chunk.withUnsafeReadableBytes { hash?.update($0) }
            hashed = file.size
        }
        if let total, total != file.size {
            throw OAuthError(
                .network, "the response was cut short: \(file.size) of \(total) bytes have arrived")
        }
        let found = hash?.result
        if let wanted = checksum?.hex, let found, found.hex != wanted {
            try restart()  // these bytes are of no use to anyone
            throw OAuthError(
                .decode,
                "the checksum of \(path) does not match: \(found.algorithm) is \(found.hex ?? ""), not \(wanted)",
                advice: "The file was left as it was. Try again, or ask the publisher for the right checksum")
        }
        try file.commit()
        return (file.size, found)
    }

    private func restart() throws(OAuthError) {
        try file?.restart()
        hash = nil
        hashed = 0
    }

    /// Brings the checksum up to what an earlier request left.
    private func hashKept(of file: DownloadFile) throws {
        guard let checksum else { return }
        if hash == nil || hashed != file.size {
            var hash = ChecksumHash(checksum.algorithm)
            try file.read { piece in
                try Task.checkCancellation()
                hash.update(piece)
            }
            self.hash = hash
            hashed = file.size
        }
    }
}
