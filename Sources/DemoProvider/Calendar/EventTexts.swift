/// What the demo events say: every script and direction, and what breaks tables, CSV and HTML.
enum EventTexts {
    /// Some events have no title at all.
    static func title(_ index: Int) -> String? {
        index % 41 == 17 ? nil : titles[index % titles.count]
    }

    private static let titles = [
        "Stand-up",
        "Frühstück mit Änne Müller",
        "東京チームとの定例会議",
        "Family day 👨‍👩‍👧‍👦 at the zoo",
        "اجتماع فريق المبيعات",
        "Review: \"Q3, final\"",
        "Grüße aus Köln: Straßenfest",
        "Dentist 🦷",
        "פגישת צוות",
        "Cafe\u{301} with Zoë",
        "<b>Launch</b> & retro",
        "Déjeuner d’équipe",
        "Планирование спринта",
        "Flight LH 716 🇩🇪 → 🇯🇵",
        "टीम की बैठक",
        "1:1",
        "Yoga 🧘🏽‍♀️",
        "서울 사무소 통화",
        "Quarterly planning with the whole department, everybody who is on call, and the auditors from abroad",
        "Ōsaka; Nagoya, Kyōto",
        "Ünal’s birthday 🎂",
        "การประชุมทีม",
        "Reading group: „Der Zauberberg“",
        "Two lines\nin one title",
        "\u{1F680} Release\t2.0",
    ]

    static let locations = [
        "Großer Besprechungsraum, 3. OG", "渋谷区神南1-2-3", "Zoom", "Café Łukasz, Kraków", "Room \"Ada\"",
    ]

    static func description(_ index: Int) -> CalendarEvent.Description {
        switch index % 5 {
        case 0: .text("Agenda:\n1. What happened\n2. What is next")
        case 1: .null
        case 3: .text("Bring <em>snacks</em> & “ideas”, 10 € each")
        default: .missing
        }
    }

    static func attendees(_ index: Int) -> [CalendarEvent.Attendee] {
        guard index % 4 != 2 else { return [] }
        let people = [
            CalendarEvent.Attendee(email: DemoUser.email, name: DemoUser.fullName, response: "accepted"),
            CalendarEvent.Attendee(email: "yuki@example.jp", name: "山田 雪", response: "needsAction"),
            CalendarEvent.Attendee(email: "omar@example.org", name: "عمر", response: "tentative"),
            CalendarEvent.Attendee(email: "no-name@example.com", name: nil, response: "declined"),
        ]
        return Array(people.prefix(1 + index % 4))
    }
}
