import Foundation
import Testing

@testable import LuaHost

@Suite struct CSVEncodeTests {
    @Test(arguments: [
        ("{{a=1,b='x'},{a=2.5,c=true}}", "nil", "a,b,c\r\n1,x,\r\n2.5,,true\r\n"),
        ("{{a='x,y',b='q\"q',c='l\\nm'}}", "nil", "a,b,c\r\n\"x,y\",\"q\"\"q\",\"l\nm\"\r\n"),
        ("{{'a','b'},{1,json.null}}", "nil", "a,b\r\n1,\r\n"),
        ("{{a=1,b=2}}", "{ columns = { 'b', 'z', 'a' } }", "b,z,a\r\n2,,1\r\n"),
        ("{{a=1,b='x,y'}}", "{ delimiter = ';' }", "a;b\r\n1;x,y\r\n"),
        ("{{a=1,b=2}}", "{ delimiter = '\\t' }", "a\tb\r\n1\t2\r\n"),
        ("{{a=1}}", "{ header = false }", "1\r\n"), ("{{a=''}}", "nil", "a\r\n\"\"\r\n"), ("{}", "nil", ""),
        ("{}", "{ columns = { 'a', 'b' } }", "a,b\r\n"), ("{{a={x={1}}}}", "nil", "a\r\n\"{\"\"x\"\":[1]}\"\r\n"),
        ("{{['sep=']='sep=;'}}", "nil", "\"sep=\"\r\nsep=;\r\n"),
        ("{{a=' x '}}", "nil", "a\r\n x \r\n"), ("{{['=a']='=1+1'}}", "nil", "=a\r\n=1+1\r\n"),
        (
            "{{a='=1+1',b='+1',c='-1',d='@x',e='\\tx',f='\\rx',g=-1,h='a=b',i='',['=j']=1}}", "{ guard = true }",
            "'=j,a,b,c,d,e,f,g,h,i\r\n1,'=1+1,'+1,'-1,'@x,'\tx,\"'\rx\",-1,a=b,\r\n"
        ),
    ])
    func encode(rows: String, options: String, text: String) async throws {
        #expect(try await Script().run("return host.csv_encode(\(rows), \(options))") == [.text(text)])
    }

    @Test(arguments: [
        ("{{a=print}}", "nil", "csv.encode: function in row 1 cannot be written"),
        ("{{1},{0/0}}", "nil", "csv.encode: nan in row 2 cannot be written"),
        ("{{a=1},7}", "nil", "row 2 is a number, not a table"),
        ("{7}", "nil", "row 1 is a number"), ("{{[true]=1}}", "nil", "row 1 has a key that is not a column's name"),
        ("7", "nil", "csv.encode needs a list of rows, got number"),
        ("{}", "{ columns = 'a' }", "the option 'columns' must be a list of names"),
        ("{}", "{ columns = { 1 } }", "the option 'columns' must be a list of names"),
        ("{}", "{ delimiter = '' }", "the option 'delimiter' must be one character"),
        ("{}", "{ column = {} }", "unknown option 'column'"),
    ])
    func errors(rows: String, options: String, message: String) async throws {
        let error = try await Script().failure("host.csv_encode(\(rows), \(options))")
        #expect(error.message.contains(message), "\(error.message)")
    }

    @Test func whatIsWrittenIsReadAgain() async throws {
        let result = try await Script().run(
            """
            local rows = { { a = 'x', b = ',"\\r\\n;' }, { a = '', b = ' ' }, { a = '"', b = 'é' } }
            for _, delimiter in ipairs { ',', ';', '\\t', '|' } do
                local text = host.csv_encode(rows, { delimiter = delimiter })
                if json.encode(host.csv_decode(text, { delimiter = delimiter })) ~= json.encode(rows) then return text end
            end
            """)
        #expect(result == [])
    }

    @Test func memory() async throws {
        let error = try await Script(limits: LuaLimits(memory: 4 << 20)).failure(
            "local rows = {} for i = 1, 20 do rows[i] = {('x'):rep(150000)} end host.csv_encode(rows, { delimiter = ';' })"
        )
        #expect(error.reason == .memory || error.message.contains("not enough memory"))
    }
}
