import HTTPTypes
import OAuthClient
import OAuthCore
import OAuthLua
import Output

/// What `oauthlua get` does.
struct SingleRequest {
    var common = CommonSettings()
    var options = ScriptSettings()
    var target: Target
    var url: String
    /// nil: GET, or POST with a body.
    var method: String?
    /// `Name: value`.
    var headers: [String] = []
    var data: [String] = []
    var json: String?
    var form: [FormPart] = []
    var file: String?
    /// Go on with what an earlier try left of `file`.
    var continues = false
    var checksum: String?
    var showsHead = false
    var usesCache = Self.usesCache

    static let usesCache = false

    func perform() async -> Never {
        await common.perform(script: options, target: target.text) { session in
            let connection = try await session.connection(of: target)
            let request = try apiRequest()
            let response = try await TimeLimit(seconds: options.maxTime).run {
                try await session.cache.send(
                    request, as: connection, use: usesCache ? .revalidating : .off, through: session.client
                ).response
            }
            let sink = DescriptorSink(1)
            if showsHead { try sink.write(Array(ResponseHead.text(of: response).utf8)) }
            try sink.write(response.body)
            if !(200..<400).contains(response.status) { throw ResponseErrors.refused(response) }
        }
    }

    private func apiRequest() throws -> APIRequest {
        var body = APIRequest.Content.none
        if let json { body = .json(try DataArgument.bytes(json)) }
        if !data.isEmpty {
            body = .bytes(Array(try data.map(DataArgument.bytes).joined(separator: [UInt8(ascii: "&")])))
        }
        if !form.isEmpty { body = .multipart(MultipartForm(form)) }
        let isPlain = json == nil && data.isEmpty && form.isEmpty
        var request = APIRequest(method: (method ?? (isPlain ? "GET" : "POST")).uppercased(), url: url)
        request.body = body
        if !data.isEmpty { request.headers[.contentType] = "application/x-www-form-urlencoded" }
        for header in headers {
            let parts = header.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts[1].drop { $0 == " " }
            guard let name = HTTPField.Name(String(parts[0])), HTTPField.isValidValue(String(value)) else {
                throw OAuthError(.config, "this is not a header: \(header)", advice: "Write -H 'Name: value'")
            }
            if name == .contentType {
                guard form.isEmpty else {
                    throw OAuthError(.config, "--form sets the Content-Type itself, with the boundary of its parts")
                }
                request.headers[name] = nil
            }
            request.headers.append(HTTPField(name: name, value: String(value)))
        }
        request.savePath = file
        request.checksum = try checksum.map(Checksum.init(checking:))
        request.resumesDownload = continues
        if continues, request.method != "GET" {
            throw OAuthError(.config, "only a GET can be continued, not a \(request.method)")
        }
        return request
    }
}
