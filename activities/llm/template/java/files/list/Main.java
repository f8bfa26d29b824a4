package app;

import java.nio.file.Path;
import java.util.List;

/** Starts the command line. */
public final class Main {
  private Main() {}

  /** The data lies in DATA_DIR, or in a folder of the home directory. */
  public static void main(String[] arguments) {
    String home = System.getProperty("user.home") + "/." + Models.ENTITIES.get(0).path();
    Path directory = Path.of(System.getenv().getOrDefault("DATA_DIR", home));
    System.exit(new Cli(directory, System.out, System.err).run(List.of(arguments)));
  }
}
