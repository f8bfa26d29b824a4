package app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The arguments of a command, taken one after the other. */
final class Words {
  private final List<String> left;
  private final InputStream in;

  Words(List<String> words, InputStream in) {
    this.left = new ArrayList<>(words);
    this.in = in;
  }

  /** The command is used wrongly; the message says how. */
  static final class Usage extends Exception {
    private static final long serialVersionUID = 1L;

    Usage(String message) {
      super(message);
    }
  }

  String next(String name) throws Usage {
    if (left.isEmpty()) {
      throw new Usage(name + " is missing");
    }
    return left.remove(0);
  }

  /** The next word; "-" stands for the standard input. */
  String text(String name) throws Usage {
    String word = next(name);
    if (!word.equals("-")) {
      return word;
    }
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException error) {
      throw new Usage("the standard input can't be read");
    }
  }

  long integer(String name) throws Usage {
    try {
      return Long.parseLong(next(name));
    } catch (NumberFormatException error) {
      throw new Usage(name + " must be a whole number");
    }
  }

  double number(String name) throws Usage {
    try {
      return Double.parseDouble(next(name));
    } catch (NumberFormatException error) {
      throw new Usage(name + " must be a number");
    }
  }

  /** All words that are left; none at all is fine. */
  List<String> texts(String name) throws Usage {
    List<String> texts = new ArrayList<>();
    while (!left.isEmpty()) {
      texts.add(next(name));
    }
    return texts;
  }

  /** All words that are left, as numbers. */
  List<Double> numbers(String name) throws Usage {
    List<Double> numbers = new ArrayList<>();
    while (!left.isEmpty()) {
      numbers.add(number(name));
    }
    return numbers;
  }

  void end() throws Usage {
    if (!left.isEmpty()) {
      throw new Usage("there is nothing to do with " + String.join(" ", left));
    }
  }
}
