package io.camelback.stub;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority that nobody knows, made anew by the JDK's keytool, and servers that have certificates of it. */
public final class TestCa {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final Path store;

    /** @param folder for its files */
    public TestCa(Path folder) {
        this.folder = folder;
        this.store = folder.resolve("ca-" + System.identityHashCode(this) + ".p12");
        keytool("-genkeypair", "-alias", "ca", "-dname", "CN=Test CA", "-ext", "bc:c", "-keyalg", "EC", "-validity", "2");
    }

    /** A server's end of TLS, with a certificate for 127.0.0.1. */
    public SSLContext server() {
        return server("server", "ip:127.0.0.1", "-1H");
    }

    public SSLContext serverOfAnotherName() {
        return server("another", "dns:elsewhere.example", "-1H");
    }

    public SSLContext serverWhoseCertificateIsOver() {
        return server("over", "ip:127.0.0.1", "-10d");
    }

    private SSLContext server(String alias, String name, String start) {
        keytool("-genkeypair", "-alias", alias, "-signer", "ca", "-dname", "CN=" + alias, "-ext", "san=" + name, "-keyalg", "EC",
                "-startdate", start, "-validity", "2");
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore all = KeyStore.getInstance("PKCS12");
            all.load(in, PASSWORD.toCharArray());
            KeyStore one = KeyStore.getInstance("PKCS12");
            one.load(null, null);
            one.setKeyEntry(alias, all.getKey(alias, PASSWORD.toCharArray()), PASSWORD.toCharArray(), all.getCertificateChain(alias));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(one, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its own certificate, in PEM. */
    public Path certificate() {
        Path file = folder.resolve(store.getFileName() + ".pem");
        keytool("-exportcert", "-alias", "ca", "-rfc", "-file", file.toString());
        return file;
    }

    private void keytool(String... options) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
