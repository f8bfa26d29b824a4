package library;

import java.util.List;

/** The function {@code isEmail}. */
public final class IsEmail {
  private IsEmail() {}

  /**
   * Returns whether the text has the form of an e-mail address: a name, an @ and a domain with a
   * dot, without blanks.
   */
  public static boolean isEmail(String text) {
    int at = text.indexOf('@');
    List<String> domain = List.of(text.substring(at + 1).split("\\.", -1));
    boolean isPlain = text.length() <= 254 && text.matches("[^\\s]+");
    boolean hasName = at > 0 && at <= 64 && at == text.lastIndexOf('@');
    return isPlain && hasName && domain.size() > 1 && !domain.contains("");
  }
}
