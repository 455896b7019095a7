import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging

/// Answers with the `Date` it is at the provider, where an operator has moved its clock (``Behaviour/clockOffset``).
/// Hummingbird writes this machine's time over whatever an endpoint says, so that such answers go around it.
struct MovedClock<Responder: HTTPResponder>: Sendable where Responder.Context == DemoContext {
    let state: ProviderState
    let router: Responder
    let logger: Logger

    func around(_ usual: @escaping HTTPChannelHandler.Responder) -> HTTPChannelHandler.Responder {
        { request, writer, channel in
            guard await state.behaviour.clockOffset != 0 else { return try await usual(request, writer, channel) }
            let context = DemoContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
            let answer = try? await router.respond(to: request, context: context)
            var response = answer ?? Response(status: .internalServerError)
            response.headers[.date] = HTTPDate.text(await state.now)
            try await writer.write(response: response.head, body: response.body)
        }
    }
}
