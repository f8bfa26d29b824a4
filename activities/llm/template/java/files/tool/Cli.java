package app;

import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** The command line around functions. */
public final class Cli {
  // More digits of a number than these are noise of its binary form.
  private static final MathContext DIGITS = new MathContext(12);

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream errors;

  public Cli(InputStream in, PrintStream out, PrintStream errors) {
    this.in = in;
    this.out = out;
    this.errors = errors;
  }

  /** Runs the command line. The exit code: 0 done, 1 refused, 2 wrong use. */
  public int run(List<String> arguments) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.println(usage());
      return 0;
    }
    try {
      out.println(printed(runCommand(new Words(arguments, in))));
      return 0;
    } catch (Words.Usage wrong) {
      errors.println("error: " + wrong.getMessage() + "\n" + usage());
      return 2;
    } catch (IllegalArgumentException refused) {
      errors.println("error: " + refused.getMessage());
      return 1;
    }
  }

  private static String usage() {
    List<String> lines = new ArrayList<>(List.of("usage:"));
    // @USES@
    return String.join("\n  ", lines);
  }

  private static Object runCommand(Words words) throws Words.Usage {
    // @RUN@
  }

  private static String printed(Object result) {
    if (result instanceof Boolean flag) {
      return flag ? "yes" : "no";
    }
    if (result instanceof List<?> items) {
      return String.join("\n", items.stream().map(Cli::printed).toList());
    }
    if (result instanceof Double number) {
      BigDecimal rounded = BigDecimal.valueOf(number).round(DIGITS);
      return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
    return String.valueOf(result);
  }

  // @METHODS@
}
