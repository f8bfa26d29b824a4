package smoke;

/** What the smoke project does: enough to be compiled, tested and measured. */
public final class Greeting {
  private Greeting() {}

  /** Greets by name. */
  public static String greet(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a name is needed");
    }
    return "Hello, " + name + "!";
  }
}
