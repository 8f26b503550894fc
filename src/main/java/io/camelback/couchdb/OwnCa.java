package io.camelback.couchdb;

import io.camelback.failure.Failure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/**
 * Certificates that are trusted beside those of the JVM: of a certificate authority that one runs oneself, or of a single server.
 *
 * @param certificates at least one
 */
public record OwnCa(List<Certificate> certificates) {

    public OwnCa {
        certificates = List.copyOf(certificates);
    }

    /**
     * @param file one or several certificates in PEM
     * @throws Failure (usage) when it isn't there or has none
     */
    public static OwnCa read(Path file) {
        Collection<? extends Certificate> found;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            found = CertificateFactory.getInstance("X.509").generateCertificates(in);
        } catch (NoSuchFileException e) {
            throw Failure.usage("there is no file " + file).remedy("Name one that has your CA's certificate in PEM").cause(e);
        } catch (IOException e) {
            throw Failure.usage("the file " + file + " can't be read: " + e).cause(e);
        } catch (CertificateException e) {
            throw noCertificate(file).cause(e);
        }
        if (found.isEmpty()) {
            throw noCertificate(file);
        }
        return new OwnCa(new ArrayList<>(found));
    }

    private static Failure noCertificate(Path file) {
        return Failure.usage("the file " + file + " has no certificate in PEM").remedy("It begins with -----BEGIN CERTIFICATE-----");
    }

    /** For camel-http. Only whom one trusts is another; names of hosts are checked as ever. */
    SSLContextParameters tls() {
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setTrustManager(trustManager());
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        return parameters;
    }

    private X509TrustManager trustManager() {
        try {
            KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            int number = 0;
            for (X509Certificate root : trustManager(null).getAcceptedIssuers()) {
                all.setCertificateEntry("jvm-" + number++, root);
            }
            for (Certificate own : certificates) {
                all.setCertificateEntry("own-" + number++, own);
            }
            return trustManager(all);
        } catch (GeneralSecurityException | IOException e) {
            throw Failure.usage("the certificates of ca can't be used: " + e.getMessage()).cause(e);
        }
    }

    /** @param trusted null for what the JVM trusts */
    private static X509TrustManager trustManager(KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("this JVM has no trust manager for X.509");
    }
}
