import Hummingbird
import NIOCore

/// The request context: Hummingbird's own, and the connection so that an endpoint can cut it.
struct DemoContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
