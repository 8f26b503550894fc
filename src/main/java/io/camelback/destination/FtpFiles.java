package io.camelback.destination;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.component.file.remote.FtpEndpoint;
import org.apache.camel.component.file.remote.FtpOperations;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPReply;

/** The bean {@code ftpFiles}: what a producer of camel-ftp can't do. Each operation signs in anew, with the route's own settings. */
public final class FtpFiles {

    /** A stream of the file from an offset on, or of all of it; closing it signs out. */
    public InputStream get(Exchange exchange, @Header(Headers.KEY) String key, @Header(Headers.OFFSET) Long offset) throws IOException {
        Session session = new Session(exchange);
        try {
            session.client.setFileType(FTP.BINARY_FILE_TYPE);
            session.client.setRestartOffset(offset == null ? 0 : offset);
            InputStream in = session.client.retrieveFileStream(session.path(key));
            if (in == null) {
                throw session.refused("get", key);
            }
            return new SessionStream(in, session, key);
        } catch (IOException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    public List<StoredObject> list(Exchange exchange, @Header(Headers.KEY) String prefix) throws IOException {
        List<StoredObject> objects = new ArrayList<>();
        try (Session session = new Session(exchange)) {
            int slash = prefix.lastIndexOf('/');
            walk(session, slash < 0 ? "" : prefix.substring(0, slash + 1), objects);
        }
        return objects;
    }

    public void delete(Exchange exchange, @Header(Headers.KEY) String key) throws IOException {
        try (Session session = new Session(exchange)) {
            if (!session.client.deleteFile(session.path(key)) && session.client.getReplyCode() != FTPReply.FILE_UNAVAILABLE) {
                throw session.refused("delete", key);
            }
        }
    }

    private static void walk(Session session, String folder, List<StoredObject> objects) throws IOException {
        for (FTPFile file : session.files(folder)) {
            String name = file.getName();
            if (file.isDirectory() && !name.equals(".") && !name.equals("..")) {
                walk(session, folder + name + "/", objects);
            } else if (file.isFile()) {
                objects.add(new StoredObject(folder + name, file.getSize()));
            }
        }
    }

    /** A connection, signed in. */
    private static final class Session implements AutoCloseable {

        private final String name;
        private final FtpOperations operations;
        private final FTPClient client;
        private final String root;

        Session(Exchange exchange) throws IOException {
            FtpEndpoint<?> endpoint = RouteEndpoints.of(exchange, FtpEndpoint.class);
            name = exchange.getMessage().getHeader(Headers.DESTINATION, String.class);
            try {
                operations = (FtpOperations) endpoint.createRemoteFileOperations();
                operations.connect(endpoint.getConfiguration(), exchange);
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
            client = operations.getClient();
            if (endpoint.getConfiguration().isPassiveMode()) {
                client.enterLocalPassiveMode();
            }
            String directory = endpoint.getConfiguration().getDirectory();
            String start = client.printWorkingDirectory();
            root = (start == null || start.endsWith("/") ? "/" : start + "/")
                    + (directory == null || directory.isEmpty() ? "" : directory.replaceAll("^/+|/+$", "") + "/");
        }

        String path(String key) {
            return root + key;
        }

        /** Of one folder; one that isn't there has none. MLSD says sizes and odd names exactly, where the server knows it. */
        FTPFile[] files(String folder) throws IOException {
            if (!client.changeWorkingDirectory(path(folder))) {
                if (client.getReplyCode() == FTPReply.FILE_UNAVAILABLE) {
                    return new FTPFile[0];
                }
                throw refused("list", folder);
            }
            FTPFile[] files = client.hasFeature("MLST") ? client.mlistDir() : client.listFiles();
            if (!FTPReply.isPositiveCompletion(client.getReplyCode())) {
                throw refused("list", folder);
            }
            return files;
        }

        Failure refused(String operation, String key) {
            String reply = client.getReplyString() == null ? "no reply" : client.getReplyString().strip();
            int code = client.getReplyCode();
            String what = "destination " + name + ": " + operation + " " + key + " failed: " + reply;
            boolean denied = reply.toLowerCase(Locale.ROOT).contains("permission") || code == FTPReply.NOT_LOGGED_IN;
            return denied ? Failure.destination(Reason.DENIED, what).remedy("Check its credentials, and what they may do there")
                    : Failure.destination(code == FTPReply.FILE_UNAVAILABLE ? Reason.MISSING : Reason.FAILED, what)
                            .retryable(code != FTPReply.FILE_UNAVAILABLE);
        }

        @Override
        public void close() {
            operations.forceDisconnect();
        }
    }

    /** A transfer counts when the server says that it was whole: a connection that breaks looks like an end otherwise. */
    private static final class SessionStream extends FilterInputStream {

        private final Session session;
        private final String key;
        private boolean ended;

        SessionStream(InputStream in, Session session, String key) {
            super(in);
            this.session = session;
            this.key = key;
        }

        @Override
        public int read() throws IOException {
            return check(super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return check(super.read(bytes, offset, length));
        }

        private int check(int read) throws IOException {
            if (read < 0 && !ended) {
                ended = true;
                in.close();
                if (!session.client.completePendingCommand()) {
                    throw session.refused("get", key).retryable(true);
                }
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            try {
                if (!ended) {
                    in.close();
                }
            } finally {
                session.close();
            }
        }
    }
}
