import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A request to the token endpoint or one of its neighbours. Its secrets cannot be printed.
///
/// Made by a grant as a draft; ``Connection/completed(_:now:)`` adds the proof of who the client is and what the definition
/// overrides.
public struct TokenEndpointRequest: Sendable {
    /// What is asked for.
    public enum Purpose: String, Sendable {
        case code, refresh
        /// A token for which nobody has to sign in now.
        case grant
        case device
        case deviceAuthorization = "device_authorization"
        case pushedAuthorization = "pushed_authorization"
        case revocation, introspection
    }

    public var purpose: Purpose
    public var url: URL
    public var method: RequestMethod = .post
    public var parameters: Redacted<[Parameter]>
    public var format: BodyFormat = .form
    /// The `Authorization` header, where the client proves itself by one.
    public var authorization: Redacted<String>?
    /// More headers, such as a DPoP proof.
    public var moreHeaders: Redacted<[Parameter]> = Redacted([])
    /// What the request is proved with, and the token is bound to (RFC 9449); the token endpoint sees to it where a
    /// sign-in has not begun with one.
    public var dpopKey: SigningKey?
    /// What the ID token of the answer must repeat (OpenID Connect Core §3.1.2.1).
    public var nonce: String?
    /// What the definition changes in the parameters, once all of them are there.
    var overrides = ParameterOverrides()
    /// The token that is renewed or ended: overrides may name it.
    public var token: Token?
    /// What is kept with that token, or what the callback brought for the one that is asked for.
    public var kept: [String: String] = [:]
    /// Default headers that the definition leaves out.
    public internal(set) var omittedHeaders: Set<HTTPField.Name> = []
    /// Parameters that are numbers or booleans in a JSON body.
    var literals: Set<String> = []
    /// Parameters in whose values a plus stands as it is.
    var plusNames: Set<String> = []
    /// Whether it is sent as it stands: a hook made it.
    var isComplete = false

    public init(
        _ purpose: Purpose, url: URL, parameters: [Parameter], overrides: ParameterOverrides = ParameterOverrides()
    ) {
        self.purpose = purpose
        self.url = url
        self.parameters = Redacted(parameters)
        self.overrides = overrides
    }

    /// Adds what the grant has not said itself.
    mutating func add(_ more: [Parameter]) {
        parameters = parameters.map { given in
            given + more.filter { parameter in !given.contains { $0.name == parameter.name } }
        }
    }

    mutating func add(_ parameter: Parameter) { parameters = parameters.map { $0 + [parameter] } }

    /// Adds the proof of a request that is complete otherwise (RFC 9449 §5).
    public mutating func add(proof: String) {
        moreHeaders = moreHeaders.map { $0 + [Parameter("DPoP", proof)] }
    }
}

extension TokenEndpointRequest {
    /// Everything but what the transport adds.
    public var headers: HTTPFields {
        var headers: HTTPFields = [.accept: "application/json"]
        switch format {
        case .form where method == .post: headers[.contentType] = "application/x-www-form-urlencoded"
        case .json where method == .post: headers[.contentType] = "application/json"
        default: break
        }
        for name in omittedHeaders { headers[name] = nil }
        if let authorization { headers[.authorization] = authorization.reveal() }
        var replaced: Set<HTTPField.Name> = []
        for header in moreHeaders.reveal() {
            guard let name = HTTPField.Name(header.name), HTTPField.isValidValue(header.value) else { continue }
            if replaced.insert(name).inserted { headers[name] = nil }
            headers.append(HTTPField(name: name, value: header.value))
        }
        return headers
    }

    /// The URL with the parameters that stand in it, when the request is sent.
    public var target: URL {
        method == .get || format == .query ? url.merging(parameters.reveal(), plusNames: plusNames) ?? url : url
    }

    public var body: Redacted<[UInt8]> {
        parameters.map { parameters in
            switch format {
            case _ where method == .get: []
            case .form: Array(FormEncoding.encode(parameters, plusNames: plusNames).utf8)
            case .json: Array(object(parameters).encoded().utf8)
            case .query: []
            }
        }
    }

    /// Repeated parameters become a list.
    private func object(_ parameters: [Parameter]) -> JSONValue {
        var fields: [String: JSONValue] = [:]
        for parameter in parameters {
            let value =
                literals.contains(parameter.name) ? JSONValue(literal: parameter.value) : .string(parameter.value)
            switch fields[parameter.name] {
            case nil: fields[parameter.name] = value
            case .array(let values): fields[parameter.name] = .array(values + [value])
            case let first?: fields[parameter.name] = .array([first, value])
            }
        }
        return .object(fields)
    }
}

extension JSONValue {
    /// A number or a boolean of a definition, which is text among a request's parameters.
    fileprivate init(literal text: String) {
        self =
            if let integer = Int64(text) { .integer(integer) } else if let number = Double(text) {
                .number(number)
            } else {
                text == "true" ? .boolean(true) : .string(text)
            }
    }
}
