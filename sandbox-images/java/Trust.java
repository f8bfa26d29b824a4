import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

/** Writes a bundle of PEM certificates as the kind of trust store that Java reads: {@code Trust bundle.pem store.p12}. */
class Trust {
  public static void main(String[] arguments) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    try (FileInputStream bundle = new FileInputStream(arguments[0])) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(bundle)) {
        store.setCertificateEntry("ca-" + ++number, each);
      }
    }
    // A store of public certificates: its password keeps nobody out, Java only wants one.
    try (FileOutputStream out = new FileOutputStream(arguments[1])) {
      store.store(out, "changeit".toCharArray());
    }
  }
}
