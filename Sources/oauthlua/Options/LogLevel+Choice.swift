import OAuthLua
import Output

extension LogLevel: NamedChoice {
    public static var noun: String { "log level" }
}
