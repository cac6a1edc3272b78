extension RulePage {
  static let syntax = RulePage(
    .syntax, "syntax", .error, "The file is not YAML.",
    """
    The caret stands where the reader gave up; the mistake is there or a little before. Usual ones are a tab in \
    the indentation, a bracket that is not closed, a text with a colon or a `#` in it that needs quotes, and a \
    reference such as ${env:NAME} inside { } or [ ] without quotes.

    Nothing else of the file can be judged until this is mended.
    """,
    wrong: #"sampling: { ratio: ${env:RATIO} }"#, right: #"sampling: { ratio: "${env:RATIO}" }"#)

  static let duplicateKey = RulePage(
    .duplicateKey, "duplicate-key", .error, "A key stands twice in one mapping, or is not a single value.",
    """
    YAML readers disagree about which of two equal keys counts, so neither is taken. Header names are equal \
    whatever their case. Keep one of the two; where both say the same, `validate --fix` removes the second.

    The merge key `<<` must name a mapping or a list of mappings. Keys beside it win over merged ones and are \
    no duplicates.
    """,
    wrong: "prometheus: { port: 9464, port: 9465 }", right: "prometheus: { port: 9464 }")

  static let limit = RulePage(
    .limit, "limit", .error, "The file is larger than a configuration may be.",
    """
    A file may have 1 MiB, 64 levels of nesting and 10,000 values, aliases expanded; a profile may build on 1,000 \
    bundles, 100 levels deep, and have 100 targets. The limits keep a wrong or hostile file from taking the memory \
    or the time of the machine that reads it. Split the file with `include`, or remove what multiplies it: \
    aliases of aliases, bundles that list bundles.
    """)

  static let include = RulePage(
    .include, "include", .error,
    "An included file is missing, unreadable or outside the configuration's folder.",
    """
    `include` takes paths relative to the file it stands in, with `*` and `?`. A named file must be there; a \
    pattern that matches nothing is a warning. Files outside the folder of the main file are refused, so that \
    a configuration is what its folder holds; `--allow-external-includes` permits them. At most 64 files are \
    read.
    """,
    wrong: "version: 1\ninclude: [/etc/bundles.yaml]\nprofiles: { default: { enabled: false } }")

  static let unreadable = RulePage(
    .unreadable, "unreadable", .error, "A file that was named cannot be opened.",
    """
    The file is missing, is a folder, or this user may not read it. Check the path (relative ones count from the \
    working directory) and the permissions of the file and of every folder above it.
    """)

  static let version = RulePage(
    .version, "version", .error, "`version: 1` is missing, or is another version.",
    """
    The first line of a file says which version of the format it is written in, so that a later version cannot \
    be misread. There is one version: 1. Included files need none. `validate --fix` adds a missing one.
    """,
    wrong: "version: 2\nprofiles: { default: { enabled: false } }",
    right: "version: 1\nprofiles: { default: { enabled: false } }")

  static let cycle = RulePage(
    .cycle, "cycle", .error, "Profiles, bundles or files build on one another in a circle.",
    """
    A profile that extends itself by way of others has no beginning, and so with bundles that list one another \
    and files that include one another. The message names the whole circle: take one of the steps out, or move \
    what they share into a bundle that lists none of them.
    """,
    wrong: "version: 1\nprofiles:\n  a: { extends: b }\n  b: { extends: a }",
    right: "version: 1\nprofiles:\n  a: { extends: b }\n  b: { enabled: false }")

  static let duplicateName = RulePage(
    .duplicateName, "duplicate-name", .error, "Two files declare a bundle or a profile of the same name.",
    """
    Bundles and profiles of all included files share one space of names, and a later one does not replace an \
    earlier one. Rename one of them. To change a profile without touching it, write another that extends it; to \
    change a bundle, list a second bundle after it.
    """)
}
