import Testing

@Suite struct MarkdownTests {
    static let page = """
        # Title

        ```sh
        oauthlua run hello.lua
        echo two
        ```

        <!-- test: file hello.lua -->

        ```lua
        print("hello")
        ```

        1. A list:

           <!-- test: skip needs an account -->
           ```console
           $ oauthlua authorize \\
           > google.lua
           signed in
             indented
           $ true
           ```

        <!-- test: background -->
        Text between: the comment belongs to nothing.
        ```sh
        ```
        <!-- test: status 77 -->
        <!-- test: wat -->
        ```sh
        false
        ```
        """

    @Test func blocksWithTheirDirectives() {
        let blocks = Block.all(in: Self.page)
        #expect(blocks.map(\.language) == ["sh", "lua", "console", "sh", "sh"])
        #expect(blocks.map(\.line) == [3, 10, 17, 27, 31])
        #expect(blocks[0].text == "oauthlua run hello.lua\necho two")
        #expect(
            blocks.map(\.directives) == [
                [], [.file("hello.lua")], [.skip(reason: "needs an account")], [], [.status(77), .unknown("wat")],
            ])
    }

    @Test func consoleBlocksAreCommandsAndOutput() {
        let steps = Block.all(in: Self.page)[2].steps
        #expect(steps.map(\.command) == ["oauthlua authorize \\\ngoogle.lua", "true"])
        #expect(steps.map(\.output) == [["signed in", "  indented"], []])
    }

    @Test(arguments: [
        ("<!-- test: skip -->", Block.Directive.skip(reason: "")),
        ("<!-- test: skip  two words  -->", .skip(reason: "two words")),
        ("  <!-- test: background -->", .background),
        ("<!-- test: file a/b.lua -->", .file("a/b.lua")),
        ("<!-- test: file -->", .unknown("file")),
        ("<!-- test: status x -->", .unknown("status x")),
    ])
    func directives(_ line: String, _ expected: Block.Directive) {
        #expect(Block.Directive(line: line) == expected)
    }

    @Test func otherCommentsAreNone() {
        #expect(Block.Directive(line: "<!-- a comment -->") == nil)
        #expect(Block.Directive(line: "test: skip") == nil)
    }

    @Test(arguments: [
        (["a", "b"], ["a", "b"], true),
        (["a", "b"], ["a"], false),
        (["a"], ["a", "b"], false),
        (["valid for 59 min"], ["valid for … min"], true),
        (["valid for 59 h"], ["valid for … min"], false),
        (["a", "x", "y", "b"], ["a", "…", "b"], true),
        (["a", "b"], ["a", "…", "b"], true),
        (["a", "x"], ["a", "…", "b"], false),
        (["ab"], ["ab…b"], false),
    ])
    func ellipsesStandForAnything(_ lines: [String], _ shown: [String], _ fits: Bool) {
        #expect(output(lines, isShownAs: shown) == fits)
    }
}
