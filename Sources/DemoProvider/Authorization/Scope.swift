/// The scopes there are. Google's long name of the calendar scope means the same as the short one.
enum Scope {
    static let calendar = "calendar.readonly"
    static let googleCalendar = "https://www.googleapis.com/auth/calendar.readonly"
    static let known = [calendar, googleCalendar, "openid", "profile", "email", "offline_access"]

    static func allowsCalendar(_ scope: [String]) -> Bool {
        scope.contains(calendar) || scope.contains(googleCalendar)
    }

    /// For the consent page.
    static func meaning(_ scope: String) -> String {
        switch scope {
        case calendar, googleCalendar: "See your calendars and their events"
        case "openid": "Know who you are"
        case "profile": "See your name"
        case "email": "See your e-mail address"
        case "offline_access": "Stay signed in while you are away"
        default: scope
        }
    }

    /// RFC 6749 §4.1.2.1 lets only some of ASCII into error_description.
    static func printable(_ scope: String) -> String {
        String(
            decoding: scope.utf8.prefix(100).filter { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C },
            as: UTF8.self)
    }
}
