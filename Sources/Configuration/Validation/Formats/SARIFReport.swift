internal import YAMLTree

extension ValidationReport {
  /// SARIF 2.1.0 with one run. Only the rules that found something are described.
  func sarif(in context: ReportContext) -> JSONText {
    let codes = Set(diagnostics.map(\.code)).sorted { $0.rawValue < $1.rawValue }
    var fingerprints = Fingerprints(context)
    let results = diagnostics.map { diagnostic in
      diagnostic.sarif(
        ruleIndex: codes.firstIndex(of: diagnostic.code) ?? -1,
        fingerprint: fingerprints.next(for: diagnostic), in: context)
    }
    return [
      "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        [
          "tool": [
            "driver": [
              "name": "hephaestus-gw", "semanticVersion": .string(context.toolVersion),
              "rules": .array(codes.map(\.page.sarif)),
            ]
          ],
          "columnKind": "unicodeCodePoints",
          "invocations": [["executionSuccessful": .bool(unopened == 0)]],
          "results": .array(results),
        ]
      ],
    ]
  }
}

extension RulePage {
  fileprivate var sarif: JSONText {
    [
      "id": .string(code.rawValue), "name": .string(name),
      "shortDescription": ["text": .string(summary)], "fullDescription": ["text": .string(text)],
      // With its examples indented by four, a page is Markdown too.
      "help": ["text": .string(explanation), "markdown": .string(explanation)],
      "defaultConfiguration": ["level": .string(severity.rawValue)],
    ]
  }
}

extension Diagnostic {
  fileprivate func sarif(ruleIndex: Int, fingerprint: String, in context: ReportContext) -> JSONText {
    .object(present: [
      ("ruleId", .string(code.rawValue)), ("ruleIndex", .integer(ruleIndex)),
      ("level", .string(severity.rawValue)), ("message", ["text": .string(messageWithSuggestion)]),
      ("locations", sarifLocation(in: context).map { [$0] }),
      ("partialFingerprints", ["finding/v1": .string(fingerprint)]),
      ("fixes", fix.map { [$0.sarif(in: context)] }),
    ])
  }

  private func sarifLocation(in context: ReportContext) -> JSONText? {
    guard file != nil else { return nil }
    let region = JSONText.object(present: [
      ("startLine", line.map(JSONText.integer)), ("startColumn", column.map(JSONText.integer)),
      ("endLine", endLine.map(JSONText.integer)), ("endColumn", endColumn.map(JSONText.integer)),
    ])
    return [
      "physicalLocation": .object(present: [
        ("artifactLocation", context.sarifArtifact(fileOnDisk ?? "stdin")),
        ("region", line == nil ? nil : region),
      ])
    ]
  }
}

extension Fix {
  fileprivate func sarif(in context: ReportContext) -> JSONText {
    [
      "description": ["text": "hephaestus-gw validate --fix makes this change"],
      "artifactChanges": [
        [
          "artifactLocation": context.sarifArtifact(range.file),
          "replacements": [
            [
              "deletedRegion": [
                "startLine": .integer(range.start.line), "startColumn": .integer(range.start.column),
                "endLine": .integer(range.end.line), "endColumn": .integer(range.end.column),
              ], "insertedContent": ["text": .string(replacement)],
            ]
          ],
        ]
      ],
    ]
  }
}

extension ReportContext {
  /// Relative to the root of the sources where the file lies below it, else a `file:` URI.
  fileprivate func sarifArtifact(_ path: String) -> JSONText {
    let path = relativePath(path)
    if path.hasPrefix("/") || path == ".." || path.hasPrefix("../") {
      return ["uri": .string("file://" + Self.percentEncoded(PathText.join(workingDirectory, path)))]
    }
    return ["uri": .string(Self.percentEncoded(path)), "uriBaseId": "%SRCROOT%"]
  }

  /// Everything but the unreserved characters of RFC 3986 and the slash.
  private static func percentEncoded(_ path: String) -> String {
    var encoded = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return encoded
  }
}
