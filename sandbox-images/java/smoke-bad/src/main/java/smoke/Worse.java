package smoke;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Shows each tool what it is there for. */
public final class Worse {
  private Worse() {}

  /** Runs what it is given. */
  public static Process run(String command) throws IOException {
      return Runtime.getRuntime().exec(new String[] {"sh", "-c", command});
  }

  /** A weak digest. */
  public static byte[] sum(String text) throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("MD5").digest(text.getBytes());
  }
}
