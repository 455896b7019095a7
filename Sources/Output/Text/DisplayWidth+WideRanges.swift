extension DisplayWidth {
    /// East Asian Wide and Fullwidth (UAX #11, EastAsianWidth.txt of Unicode 17). Emoji are left to the standard
    /// library's properties, save the block where new ones are added; ranges are joined over unassigned code points.
    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F,  // Hangul initial consonants
        0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F,
        0x2E80...0x303E,  // CJK radicals, ideographic punctuation
        0x3041...0x3247,  // kana, bopomofo, Hangul compatibility jamo, enclosed CJK
        0x3250...0xA4C6,  // CJK ideographs, Yi
        0xA960...0xA97C,
        0xAC00...0xD7A3,  // Hangul syllables
        0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B,
        0xFF01...0xFF60, 0xFFE0...0xFFE6,  // fullwidth forms
        0x16FE0...0x18DF2,  // Tangut, Khitan
        0x1AFF0...0x1B2FB,  // kana supplements, Nushu
        0x1D300...0x1D376,
        0x1F200...0x1F265,  // enclosed ideographs
        0x1FA70...0x1FAFF,  // emoji that are newer than the standard library
        0x20000...0x3FFFD,  // further ideographic planes
    ]

    static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        var low = 0
        var high = wideRanges.count
        while low < high {
            let middle = (low + high) / 2
            if wideRanges[middle].upperBound < scalar.value { low = middle + 1 } else { high = middle }
        }
        return low < wideRanges.count && wideRanges[low].contains(scalar.value)
    }
}
