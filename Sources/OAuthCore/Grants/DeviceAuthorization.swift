#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a device authorization endpoint answers (RFC 8628 §3.2).
public struct DeviceAuthorization: Sendable, Equatable {
    public let deviceCode: Redacted<String>
    /// What the person enters, fit to be shown.
    public let userCode: String
    /// Where they enter it, fit to be shown.
    public let verificationURI: String
    /// The same with the code in it.
    public let completeURI: String?
    public let expiresAt: Date
    /// How long to wait between two questions.
    public let interval: Duration

    /// Where a camera should lead: with the code, if the provider has such an address.
    public var address: String { completeURI ?? verificationURI }

    /// - Throws: kind `oauth` with the provider's error code, `rateLimited`, `http` for another status, or `decode` for
    ///   what is no such answer.
    public static func read(
        status: Int, body: [UInt8], now: Date, connection: Connection
    ) throws(OAuthError) -> DeviceAuthorization {
        let body = AnswerBody(body)
        let url = connection.endpoints.deviceAuthorization?.withoutSecrets
        do {
            try TokenResponse.check(
                status: status, body: body, covering: [], connection: connection,
                what: "to begin a sign-in on another device")
        } catch {
            var error = error
            error.url = url
            throw error
        }
        func field(_ names: String...) -> String? {
            guard case .fields(let fields) = body else { return nil }
            return names.lazy.compactMap { fields[$0]?.text }.first { !$0.isEmpty }
        }
        // Google calls it verification_url: it had this sign-in before the RFC.
        guard let deviceCode = field("device_code"), let userCode = field("user_code"),
            let uri = field("verification_uri", "verification_url")
        else {
            throw OAuthError(
                .decode, "the device authorization endpoint of '\(connection.name)' answered without a code",
                advice: "Check device_authorization_url", status: status, connection: connection.name, url: url)
        }
        let complete = field("verification_uri_complete", "verification_url_complete")
        return DeviceAuthorization(
            deviceCode: Redacted(deviceCode), userCode: VisibleText.of(userCode, limit: 100),
            verificationURI: VisibleText.of(uri, limit: 500), completeURI: complete.flatMap(Self.address),
            expiresAt: now.addingTimeInterval(seconds("expires_in", in: body) ?? 600),
            interval: .seconds(max(1, seconds("interval", in: body) ?? 5)))
    }

    /// A web address that a terminal and a camera may be given; nil for anything else.
    private static func address(_ text: String) -> String? {
        guard let url = URL(string: text, encodingInvalidCharacters: false), Origin(url) != nil, text.utf8.count <= 500
        else { return nil }
        return text
    }

    /// A number above zero and below a day, or a string that holds one.
    private static func seconds(_ name: String, in body: AnswerBody) -> Double? {
        guard case .fields(let fields) = body else { return nil }
        let seconds: Double? =
            switch fields[name] {
            case .integer(let integer): Double(integer)
            case .number(let number): number
            case .string(let text): Double(text)
            default: nil
            }
        return seconds.flatMap { $0 > 0 && $0 <= 86_400 ? $0 : nil }
    }
}
