extension Duration {
    /// `0.4 s`, `12 s`, `5 min`, `1 h 20 min`: as people say it, rounded up.
    public var inWords: String {
        if self < .seconds(10) {
            let tenths = Int((self / .milliseconds(100)).rounded(.up))
            return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
        }
        let seconds = wholeSeconds
        if seconds < 120 { return "\(seconds) s" }
        let minutes = (seconds + 59) / 60
        if minutes < 120 { return "\(minutes) min" }
        return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
    }

    /// Rounded up.
    public var wholeSeconds: Int { Int((self / .seconds(1)).rounded(.up)) }
}
