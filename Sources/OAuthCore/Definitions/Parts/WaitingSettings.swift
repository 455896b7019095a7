/// How often requests go out, and when they are sent again.
public struct WaitingSettings: Sendable {
    /// Of all requests to one host; nil for as often as they come.
    public var rate: Rate?
    public var retry: RetrySettings?

    public init() {}
}

extension ConnectionSchema {
    static let waitingFields: [DefinitionField] = [
        .init(
            "rate", .rate, .requests,
            "how often requests go to one host at most: \"10/s\", \"100/m\", { requests = 10, per = 1, burst = 5 }"),
        .init(
            "retry", .retry, .requests,
            "when requests are sent again: false, a number of attempts, { attempts = 4, max_wait = 60 }"),
    ]
}

extension WaitingSettings {
    /// The forms have been checked.
    init(_ reader: DefinitionReader) {
        rate = reader.fields["rate"].flatMap { try? Rate($0) }
        retry = reader.fields["retry"].flatMap { try? RetrySettings($0) }
    }
}
