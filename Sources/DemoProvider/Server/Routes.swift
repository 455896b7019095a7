import Hummingbird

/// All there is to call. Each controller adds the paths of one concern.
struct Routes {
    let state: ProviderState
    let options: DemoProvider.Options

    func responder() -> some HTTPResponder<DemoContext> {
        let router = Router(context: DemoContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: JSONErrors())
        if let masquerade = options.masquerade {
            router.add(middleware: PlayedProvider(rules: masquerade, state: state))
        }
        HomeController(state: state).add(to: router)
        DiscoveryController(state: state).add(to: router)
        AuthorizeController(state: state, options: options).add(to: router)
        TokenController(state: state, options: options).add(to: router)
        DeviceController(state: state, options: options).add(to: router)
        RegistrationController(state: state).add(to: router)
        LogoutController(state: state).add(to: router)
        CalendarController(state: state, options: options).add(to: router)
        PlaygroundController().add(to: router)
        DocumentController(state: state).add(to: router)
        LimitController(state: state).add(to: router)
        PagesController(state: state).add(to: router)
        OAuth1Controller(state: state).add(to: router)
        QuirkController(state: state).add(to: router)
        OperatorController(state: state).add(to: router)
        return router.buildResponder()
    }
}
