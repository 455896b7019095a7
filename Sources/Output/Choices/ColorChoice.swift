/// Whether messages and tables are coloured: `--color`.
public enum ColorChoice: String, NamedChoice {
    case auto, always, never

    public static var noun: String { "colour setting" }

    /// Decides for one stream. A flag beats the environment. There `NO_COLOR` (no-color.org) beats `CLICOLOR_FORCE`,
    /// which beats what the terminal says (`TERM=dumb`, `CLICOLOR=0`); a pipe or file gets no colour.
    public func isOn(isTerminal: Bool, environment: [String: String]) -> Bool {
        switch self {
        case .always: return true
        case .never: return false
        case .auto: break
        }
        if let value = environment["NO_COLOR"], !value.isEmpty { return false }
        if let value = environment["CLICOLOR_FORCE"], !value.isEmpty, value != "0" { return true }
        return isTerminal && environment["TERM"] != "dumb" && environment["CLICOLOR"] != "0"
    }
}
