/// How the answer comes back (OAuth 2.0 Multiple Response Type Encoding Practices, Form Post Response Mode, JARM).
extension Connection {
    var responseModeParameters: [Parameter] {
        signIn.responseMode.map { [Parameter("response_mode", $0.rawValue)] } ?? []
    }
}
