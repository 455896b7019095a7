/// The few ways text is set off on a terminal (ECMA-48 §8.3.117, SGR).
enum TextStyle: String {
    case bold = "1"
    case dim = "2"
    case heading = "1;4"
    case alarming = "1;31"
    case warning = "1;33"
    case helpful = "1;36"

    func applied(to text: String, isOn: Bool) -> String {
        isOn ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
    }
}
