package app;

import java.util.List;

/** Starts the command line. */
public final class Main {
  private Main() {}

  /** It ends with the exit code of the command. */
  public static void main(String[] arguments) {
    System.exit(new Cli(System.in, System.out, System.err).run(List.of(arguments)));
  }
}
