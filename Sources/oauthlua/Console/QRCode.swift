import CQRencode

/// A QR code (ISO/IEC 18004) of the smallest version that holds a text.
struct QRCode {
    /// Rows of modules; true is dark. Without the quiet zone.
    let modules: [[Bool]]

    /// nil for a text that no QR code holds.
    init?(_ text: String) {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L) else { return nil }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        guard let data = code.pointee.data else { return nil }
        // The lowest bit of each byte is the module's colour.
        modules = (0..<width).map { row in (0..<width).map { column in data[row * width + column] & 1 == 1 } }
    }
}
