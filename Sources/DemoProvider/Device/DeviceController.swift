import Crypto
import HTTPTypes
import Hummingbird

/// `/oauth/device`, where a device asks (RFC 8628 §3.1), and `/device`, where the person answers for it (§3.3).
struct DeviceController {
    let state: ProviderState
    let options: DemoProvider.Options

    func add(to router: Router<DemoContext>) {
        router.post("/oauth/device") { request, context in await begin(request, context) }
        router.get("/device") { request, _ in
            DevicePage(userCode: request.queryForm["user_code"]).page.response
        }
        router.post("/device") { request, _ in
            // Signing in and answering are one form; a page of another site cannot send it.
            guard let form = try await request.bodyForm(),
                request.headers[.origin].map({ $0.hasSuffix("//" + (request.head.authority ?? "")) }) ?? true
            else { return Page.error("This page is out of date", "Start again from the device.").response }
            return await answer(form)
        }
    }

    private func begin(_ request: Request, _ context: DemoContext) async -> Response {
        do throws(TokenError) {
            let request = try await TokenRequest.read(request, context, state: state)
            return .json(try await state.beginDevice(request), headers: .uncached)
        } catch {
            return error.response
        }
    }

    private func answer(_ form: Form) async -> Response {
        let code = form["user_code"] ?? ""
        guard let entry = await state.device(userCode: code) else {
            return DevicePage(userCode: code, problem: "There is no device with that code, or its time is over.")
                .page.response
        }
        guard form["decision"] != nil || options.consentsItself else {
            return DevicePage(userCode: code, entry: entry).page.response
        }
        guard
            options.consentsItself
                || SHA256.same(form["username"] ?? "", DemoUser.name)
                    && SHA256.same(form["password"] ?? "", DemoUser.password)
        else { return DevicePage(userCode: code, entry: entry, problem: "That is not the demo account.").page.response }
        let allows = form["decision"] != "deny"
        _ = await state.decideDevice(allows ? .approve : .deny, userCode: code)
        return Page(
            title: "Done",
            content: allows
                ? "<h1>The device is connected</h1><p>You can close this page and go back to it.</p>"
                : "<h1>The device stays outside</h1><p>Nothing was shared. You can close this page.</p>"
        ).response
    }
}

extension ProviderState {
    /// RFC 8628 §3.2.
    func beginDevice(_ request: TokenRequest) throws(TokenError) -> JSON {
        let asking = GrantRequest(request: request, client: try client(of: request))
        let entry = devices.begin(
            client: asking.client, scope: try asking.scope(), lifetime: behaviour.deviceLifetime,
            interval: behaviour.omitsDeviceInterval ? 5 : behaviour.deviceInterval, now: request.now)
        let page = endpoints.baseURL + "/device"
        return [
            "device_code": .string(entry.deviceCode.reveal()), "user_code": .string(entry.userCode),
            "verification_uri": .string(page),
            "verification_uri_complete": .string(page + "?user_code=" + entry.userCode),
            "expires_in": .integer(behaviour.deviceLifetime),
            "interval": behaviour.omitsDeviceInterval ? nil : .integer(entry.interval),
        ]
    }

    func device(userCode: String) -> DeviceCodes.Entry? { devices.entry(userCode: userCode, now: now) }

    func decideDevice(_ decision: DeviceCodes.Decision, userCode: String) -> Bool {
        devices.decide(decision, userCode: userCode)
    }

    func slowDownDevice(userCode: String, times: Int) -> Bool { devices.slowDown(userCode: userCode, times: times) }

    func pendingUserCodes() -> [String] { devices.entries.filter { $0.decision == nil }.map(\.userCode) }
}
