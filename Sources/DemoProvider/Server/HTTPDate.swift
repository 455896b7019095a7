#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The one form of dates in HTTP (RFC 9110 §5.6.7), for answers that tell another time than this machine's.
enum HTTPDate {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func text(_ date: Date) -> String {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        let day = CivilDate(daysSince1970: Int((Double(seconds) / 86_400).rounded(.down)))
        let time = seconds - day.daysSince1970 * 86_400
        return "\(weekdays[day.weekday]), \(digits(day.day, 2)) \(months[day.month - 1]) \(day.year) "
            + "\(digits(time / 3600, 2)):\(digits(time / 60 % 60, 2)):\(digits(time % 60, 2)) GMT"
    }
}
