package nn.cli;

import picocli.CommandLine.IVersionProvider;

/** The versions that a report of a fault needs. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "nn " + (version == null ? "(not from a jar)" : version),
      "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name", ""),
      System.getProperty("os.name", "") + ", " + System.getProperty("os.arch", "")
    };
  }
}
