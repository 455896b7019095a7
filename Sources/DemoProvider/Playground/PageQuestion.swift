#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a request to `/api/pages/{style}` asks for, and how it is to be answered wrongly.
struct PageQuestion: Sendable {
    /// How the client learns of the next page, and asks for it.
    enum Style: String, Sendable, CaseIterable {
        /// `?page=2`; the answer's Link header (RFC 8288).
        case link
        /// `?cursor=…`; the URL in `next`, relative.
        case nextURL = "next_url"
        /// `?cursor=…`; the cursor in `next`, and `has_more`.
        case cursor
        /// The header `X-Cursor`; the header `X-Next`.
        case header
        /// `page_token` in a JSON body, beside `count` and `size`; the token in `next`.
        case token
        /// `?offset=100&limit=50`; `total`.
        case offset
        /// `?page=2&per_page=50`; 404 behind the last; `total_pages`.
        case page
    }

    /// What servers should not do.
    enum Fault: String, Sendable, CaseIterable {
        /// The second page points to itself.
        case `repeat`
        /// The third page points to the first.
        case loop
        /// No page has an item, each points to one more.
        case empty
        /// Each page has items, and points to one more.
        case forever
        /// The second page is refused with 403.
        case refuse
        /// The second page is a web page.
        case html
        /// The second page is said to be on another server.
        case elsewhere
        /// Every page is the first.
        case deaf
        /// There is no `items`.
        case missing
        /// Items disappear in front of those that come, as when somebody deletes them meanwhile.
        case shrink
    }

    let style: Style
    let fault: Fault?
    /// How many items there are, and at most how many come in a page.
    let count, size: Int
    /// The first item that is in the question at all, and the first of this page, from 0.
    let start, from: Int
    /// Milliseconds before the answer.
    let delay: Int
    /// The page as the client asked for it.
    let query: Form

    /// - Parameters:
    ///   - body: of a POST.
    ///   - cursor: the header `X-Cursor`.
    init(_ style: Style, query: Form, body: JSON?, cursor: String?) {
        func number(_ name: String) -> Int? { query.integer(name) ?? body?[name]?.seconds }
        self.style = style
        self.query = query
        fault = query["fault"].flatMap(Fault.init)
        count = min(max(0, number("count") ?? 1000), 10_000_000)
        let wanted = [number("size"), number("limit"), number("per_page")].compactMap(\.self).first ?? 100
        size = min(max(1, wanted), 1000)
        start = Self.firstIndex(query["updated_min"])
        // Cursors say where a page begins, numbers and offsets how many items come before it.
        let asked: Int? =
            switch style {
            case .link, .page: (max(1, number("page") ?? 1) - 1) * size + start
            case .offset: (number("offset") ?? 0) + start
            case .nextURL, .cursor: number("cursor")
            case .header: cursor.flatMap(Int.init)
            case .token: body?["page_token"]?.text.flatMap(Int.init)
            }
        from = max(start, asked ?? start)
        let page = (from - start + size - 1) / size + 1
        delay = page >= number("stall") ?? .max ? 60_000 : min(max(0, number("ms") ?? 0), 60_000)
    }

    /// The number of the page, from 0, whatever the style calls it.
    var number: Int { (from - start + size - 1) / size }

    /// Item n was changed n minutes after 2026-01-01T00:00:00Z.
    static let epoch = 1_767_225_600

    private static func firstIndex(_ updatedMin: String?) -> Int {
        guard let seconds = updatedMin.flatMap(RFC3339.seconds) else { return 0 }
        return max(0, Int(((seconds - Double(epoch)) / 60).rounded(.up)))
    }
}
