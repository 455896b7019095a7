import Foundation
import TestSupport
import Testing

/// A real browser goes to the provider and comes back to our listener.
@Suite struct ChromiumTests {
    static let chromium = Repository.program("chromium")

    /// A command for `$BROWSER` that leaves the page it ends at in page.html.
    private func browser(_ world: DemoWorld) async throws -> String {
        let page = world.home.path(of: "page.html")
        let browser = try world.home.write(
            """
            #!/bin/sh
            \(Self.chromium!) --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run \
              --user-data-dir='\(world.home.path(of: "chromium"))' --enable-logging=stderr --virtual-time-budget=1000 \
              --dump-dom "$1" > '\(page).part' 2> '\(world.home.path(of: "log"))' && mv '\(page).part' '\(page)'
            """, to: "browser")
        _ = try await Command("/bin/chmod").run(["+x", browser])
        return browser
    }

    /// The query, a form that submits itself, and a fragment, which only a script in the page can read.
    @Test(
        .enabled(if: chromium != nil, "chromium is not installed"),
        arguments: ["", #"response_mode = "form_post""#, #"response_type = "token", allow_implicit = true"#])
    func chromiumSignsInAndShowsThePage(fields: String) async throws {
        let world = try await DemoWorld(["--set", "allow_implicit=1"])
        let browser = try await browser(world)
        let path = try world.script("return demo:get('/calendar/v3/users/me/calendarList').status", more: fields)

        let authorized = try await world.program.run(["authorize", path], environment: ["BROWSER": browser])
        #expect(authorized.status == 0, "\(authorized)")
        #expect(try await world.program.run(["run", path]).stdout == "200\n")

        let clock = ContinuousClock()
        let end = clock.now + .seconds(60)
        while !world.home.contains("page.html"), clock.now < end { try await Task.sleep(for: .milliseconds(50)) }
        let shown = try world.home.read("page.html")
        #expect(shown.contains("demo") && shown.contains("close this"), "\(shown)")
        // A violation would mean that a page's own style or script is refused by its own policy.
        #expect(try !world.home.read("log").contains("Content Security Policy"))
    }
}
