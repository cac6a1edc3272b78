internal import ArgumentParser

/// Which configuration a command is about.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The configuration file; otherwise HEPHAESTUS_CONFIG, ./hephaestus.yaml, ./config/hephaestus.yaml, "
        + "/etc/hephaestus/hephaestus.yaml or the built-in file.", valueName: "file"))
  var config: String?

  @Option(help: "The profile; otherwise HEPHAESTUS_PROFILE or default.")
  var profile: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Set a value over file and environment, such as limits.memory=128MiB. Repeatable.",
      valueName: "path=value"))
  var overrides: [String] = []

  @OptionGroup var includes: IncludeOptions
}

/// Where files may include others from.
struct IncludeOptions: ParsableArguments {
  @Flag(help: "Let `include` name files outside the folder of the configuration file.")
  var allowExternalIncludes = false
}
