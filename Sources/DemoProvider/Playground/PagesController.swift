import HTTPTypes
import Hummingbird

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `GET` and `POST /api/pages/{style}`: the same events, page by page, in every way that APIs have (``PageQuestion/Style``),
/// and in those that they should not have (`fault=`, ``PageQuestion/Fault``).
///
/// `count=1000` events, `size=100` of them a page (at most 1000); `ms=` before each answer; `stall=3` answers no page from the
/// third on before a minute has passed; `updated_min=` leaves out what was changed before.
struct PagesController {
    let state: ProviderState

    func add(to router: Router<DemoContext>) {
        let group = router.group("/api/pages")
        group.get("{style}", use: page)
        group.post("{style}", use: page)
    }

    @Sendable private func page(_ request: Request, _ context: DemoContext) async throws -> Response {
        guard let style = context.parameters.get("style").flatMap(PageQuestion.Style.init) else {
            throw HTTPError(.notFound, message: "The styles are \(PageQuestion.Style.allCases.map(\.rawValue))")
        }
        let body = try await request.body.collect(upTo: 65_536)
        let question = PageQuestion(
            style, query: request.queryForm, body: JSON.read(Data(body.readableBytesView)),
            cursor: request.headers[.cursor])
        await state.count(\.pages)
        if question.delay > 0 { try await Task.sleep(for: .milliseconds(question.delay)) }
        return try question.answer()
    }
}
