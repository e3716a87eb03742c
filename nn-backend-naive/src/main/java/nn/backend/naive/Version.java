package nn.backend.naive;

/** The version that a jar's manifest states. */
final class Version {

  private Version() {}

  static String of(Class<?> type) {
    String version = type.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
