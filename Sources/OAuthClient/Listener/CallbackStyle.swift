/// The style sheet of both pages. Colours have at least 4.5:1 contrast on their ground (WCAG 2.2 §1.4.3).
enum CallbackStyle {
    static let sheet = """
        :root{--ground:#f4f5f7;--card:#fff;--text:#1c2230;--soft:#596174;--line:#e3e6ec;--tone:#14794a;--wash:#e2f5ea;\
        --code:#f0f2f6}
        .bad{--tone:#b4281e;--wash:#fdeae8}
        @media (prefers-color-scheme:dark){:root{--ground:#12151c;--card:#1b2029;--text:#e9ecf3;--soft:#a3acbf;\
        --line:#2c3340;--tone:#58d197;--wash:#173527;--code:#262d39}.bad{--tone:#ff9085;--wash:#43211f}}
        *{box-sizing:border-box}
        html{height:100%}
        body{margin:0;min-height:100%;display:flex;flex-direction:column;align-items:center;justify-content:center;\
        padding:2rem 1rem;background:var(--ground);color:var(--text);\
        font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,Cantarell,"Noto Sans",sans-serif}
        main{width:100%;max-width:30rem;padding:2.75rem 2.25rem 2.25rem;background:var(--card);\
        border:1px solid var(--line);border-radius:1.25rem;text-align:center;\
        box-shadow:0 1px 2px rgb(0 0 0/.04),0 12px 32px -12px rgb(0 0 0/.16)}
        svg{display:block;width:4rem;height:4rem;margin:0 auto 1.25rem;fill:none;stroke:var(--tone);stroke-width:2;\
        stroke-linecap:round;stroke-linejoin:round}
        circle{fill:var(--wash);stroke:none}
        h1{margin:0 0 .75rem;font-size:1.625rem;line-height:1.25;letter-spacing:-.01em;text-wrap:balance}
        h2{margin:0 0 .25rem;font-size:.8125rem;letter-spacing:.04em;text-transform:uppercase;color:var(--soft)}
        p{margin:0 0 .75rem;color:var(--soft);overflow-wrap:anywhere;text-wrap:pretty}
        p:last-child{margin-bottom:0}
        .lead,section p{color:var(--text)}
        section{margin:1.5rem 0 1.25rem;padding:1rem 1.25rem;border-radius:.75rem;background:var(--wash);text-align:left}
        code{padding:.15em .4em;border-radius:.35em;background:var(--code);\
        font:.9em ui-monospace,"Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere;\
        -webkit-box-decoration-break:clone;box-decoration-break:clone}
        section code{background:var(--card)}
        dl{margin:0 0 1.25rem;padding-top:.25rem;font-size:.9375rem;text-align:left}
        dl div{display:flex;gap:1rem;justify-content:space-between;padding:.5rem 0;border-bottom:1px solid var(--line)}
        dt{color:var(--soft)}
        dd{margin:0;text-align:right;overflow-wrap:anywhere}
        .quiet{font-size:.9375rem}
        footer{margin-top:1.5rem;font-size:.875rem;color:var(--soft)}
        @media (max-width:30rem){main{padding:2rem 1.25rem 1.5rem;border-radius:1rem}}
        """
}
