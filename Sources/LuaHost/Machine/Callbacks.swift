import CLuaHost

/// What C calls while Lua runs. Nothing here may call back into the machine, but to lend a body.
final class Callbacks {
    let host: any Host
    let functions: [SyncFunction]
    let output: ScriptOutput

    init(host: any Host, functions: [SyncFunction], output: ScriptOutput) {
        self.host = host
        self.functions = functions
        self.output = output
    }

    /// C keeps no reference: whoever owns the machine owns this too.
    var table: lh_callbacks {
        lh_callbacks(
            context: Unmanaged.passUnretained(self).toOpaque(),
            call: { context, number, input, count, out in
                let callbacks = Unmanaged<Callbacks>.fromOpaque(context!).takeUnretainedValue()
                let arguments = TapeReader.values(in: UnsafeRawBufferPointer(start: input, count: count))
                do {
                    let results = try callbacks.functions[Int(number)].body(arguments)
                    append(TapeWriter.tape(of: results), to: out)
                    return 0
                } catch {
                    append(TapeWriter.tape(of: [error.scriptValue]), to: out)
                    return 1
                }
            },
            body: { context, handle, charset, machine, out in
                let callbacks = Unmanaged<Callbacks>.fromOpaque(context!).takeUnretainedValue()
                do {
                    let charset = charset.map { String(cString: $0) }
                    let found: Void? = try callbacks.host.withBody(handle, charset: charset) { body in
                        let bytes = body.bytes.assumingMemoryBound(to: UInt8.self)
                        lh_lend_body(machine, bytes.baseAddress, bytes.count, body.isUTF8)
                    }
                    return Int32(found == nil ? LH_BODY_MISSING : LH_BODY_LENT)
                } catch {
                    append(TapeWriter.tape(of: [error.scriptValue]), to: out)
                    return Int32(LH_BODY_REFUSED)
                }
            },
            write: { context, stream, bytes, count in
                let callbacks = Unmanaged<Callbacks>.fromOpaque(context!).takeUnretainedValue()
                let stream: ScriptOutput.Stream = stream == 2 ? .standardError : .standardOutput
                return callbacks.output.write(stream, UnsafeRawBufferPointer(start: bytes, count: count))
            })
    }
}

private func append(_ tape: [UInt8], to buffer: UnsafeMutablePointer<lh_buffer>?) {
    tape.withUnsafeBytes { lh_buffer_append(buffer, $0.baseAddress, $0.count) }
}

extension Error {
    /// What a script sees of an error: the fields of an error object.
    var scriptValue: LuaValue {
        switch self {
        case let failure as any ScriptFailure: .table(failure.fields)
        case is CancellationError: ["kind": "cancelled", "message": "the operation was cancelled"]
        default: ["message": .text("\(self)")]
        }
    }
}
