import Foundation
import TestSupport
import Testing

/// A real browser goes to the provider and comes back to our listener.
@Suite struct ChromiumTests {
    static let chromium = Repository.program("chromium")

    @Test(.enabled(if: chromium != nil, "chromium is not installed"))
    func chromiumSignsInAndShowsThePage() async throws {
        let world = try await DemoWorld()
        let page = world.home.path(of: "page.html")
        let browser = try world.home.write(
            """
            #!/bin/sh
            exec \(Self.chromium!) --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run \
              --user-data-dir='\(world.home.path(of: "chromium"))' --enable-logging=stderr --virtual-time-budget=1000 \
              --dump-dom "$1" > '\(page).part' 2> '\(world.home.path(of: "log"))' && mv '\(page).part' '\(page)'
            """.replacingOccurrences(of: "exec ", with: ""), to: "browser")
        _ = try await Command("/bin/chmod").run(["+x", browser])
        let path = try world.script("return demo:get('/calendar/v3/users/me/calendarList').status")

        let authorized = try await world.program.run(["authorize", path], environment: ["BROWSER": browser])
        #expect(authorized.status == 0, "\(authorized)")
        #expect(try await world.program.run(["run", path]).stdout == "200\n")

        let clock = ContinuousClock()
        let end = clock.now + .seconds(60)
        while !world.home.contains("page.html"), clock.now < end { try await Task.sleep(for: .milliseconds(50)) }
        let shown = try world.home.read("page.html")
        #expect(shown.contains("demo") && shown.contains("close this"), "\(shown)")
        // A violation would mean that the page's own style is refused by its own policy.
        #expect(try !world.home.read("log").contains("Content Security Policy"))
    }
}
