import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How the pages look. The style sheet is the only one the content security policy lets a browser apply.
enum Style {
    static let hash = "sha256-" + Data(SHA256.hash(data: Data(sheet.utf8))).base64EncodedString()

    static let logo: HTML = """
        <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">\
        <rect x="2" y="4" width="24" height="22" rx="6" fill="#4f46e5"/>\
        <rect x="5.5" y="11" width="17" height="11.5" rx="3" fill="#fff"/>\
        <path d="M9 2v5M19 2v5" stroke="#a5b4fc" stroke-width="2.6" stroke-linecap="round"/>\
        <path d="M10.2 16.8l2.6 2.6 5-5" stroke="#4f46e5" stroke-width="2.2" fill="none" stroke-linecap="round" \
        stroke-linejoin="round"/></svg>
        """

    static let sheet = """
        :root{--ink:#111827;--quiet:#6b7280;--line:#e5e7eb;--card:#fff;--field:#f9fafb;--accent:#4f46e5;--soft:#eef2ff;\
        --good:#047857;--bad:#b91c1c;--badsoft:#fef2f2}
        @media(prefers-color-scheme:dark){:root{--ink:#f3f4f6;--quiet:#9ca3af;--line:#374151;--card:#1f2937;\
        --field:#111827;--accent:#818cf8;--soft:#312e81;--good:#34d399;--bad:#f87171;--badsoft:#450a0a}}
        *{box-sizing:border-box}
        body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;\
        padding:32px 16px;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;\
        color:var(--ink);background:radial-gradient(1100px 620px at 50% -12%,var(--soft),transparent),var(--field)}
        main{width:100%;max-width:420px;padding:32px;background:var(--card);border:1px solid var(--line);\
        border-radius:20px;box-shadow:0 20px 48px -20px rgba(17,24,39,.28)}
        header{display:flex;align-items:center;gap:10px;font-weight:600;margin-bottom:24px}
        h1{font-size:24px;line-height:1.25;margin:0 0 8px;letter-spacing:-.015em}
        p{margin:0 0 16px}
        .quiet{color:var(--quiet);font-size:14px}
        label{display:block;font-size:14px;font-weight:600;margin:16px 0 6px}
        input{width:100%;font:inherit;color:inherit;padding:11px 14px;background:var(--field);\
        border:1px solid var(--line);border-radius:12px}
        input:focus,button:focus-visible{outline:3px solid var(--accent);outline-offset:1px}
        button{font:inherit;font-weight:600;padding:12px 18px;border-radius:12px;border:1px solid var(--line);\
        background:transparent;color:inherit;cursor:pointer;width:100%}
        button.main{background:#4f46e5;border-color:#4f46e5;color:#fff}
        button.main:hover{background:#4338ca}
        button:not(.main):hover{background:var(--field)}
        .buttons{display:flex;gap:12px;margin-top:24px}
        .hint{background:var(--soft);border-radius:12px;padding:10px 14px;font-size:14px;margin:16px 0 0}
        .wrong{background:var(--badsoft);color:var(--bad);border-radius:12px;padding:10px 14px;font-size:14px}
        ul{list-style:none;margin:0 0 16px;padding:0;border:1px solid var(--line);border-radius:14px}
        li{padding:12px 16px 12px 46px;position:relative}
        li+li{border-top:1px solid var(--line)}
        li:before{content:"✓";position:absolute;left:18px;color:var(--good);font-weight:700}
        li small{display:block;color:var(--quiet);font:12px/1.4 ui-monospace,Menlo,Consolas,monospace;\
        overflow-wrap:anywhere}
        a{color:var(--accent)}
        code{font:.92em ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
        dl{margin:0;display:grid;grid-template-columns:auto 1fr;gap:6px 16px;font-size:14px}
        dt{color:var(--quiet)}
        dd{margin:0;overflow-wrap:anywhere}
        .badge{width:48px;height:48px;border-radius:50%;display:grid;place-items:center;font-size:24px;\
        font-weight:700;margin-bottom:16px}
        .bad{background:var(--badsoft);color:var(--bad)}
        footer{margin-top:24px;color:var(--quiet);font-size:13px;text-align:center}

        """
}
