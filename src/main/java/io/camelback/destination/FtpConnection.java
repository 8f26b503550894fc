package io.camelback.destination;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.EndpointAware;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.remote.FtpEndpoint;
import org.apache.camel.component.file.remote.FtpOperations;
import org.apache.camel.support.ExchangeHelper;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPReply;

/**
 * A connection to an FTP server, logged in as an endpoint of camel-ftp is.
 *
 * <p>A server says 550 for what isn't there and for what isn't permitted alike. The two must not be confused, or a folder that is
 * closed to us would pass for an empty one, so each 550 is followed by a look into the parent folder. Folders are entered before
 * they are listed, because many servers take the argument of LIST for a pattern.
 */
final class FtpConnection implements Closeable {

    private final FTPClient client;
    private final String home;

    private FtpConnection(FTPClient client) throws IOException {
        this.client = client;
        String folder = client.printWorkingDirectory();
        check(folder != null, "can't tell the current folder");
        this.home = folder.endsWith("/") ? folder : folder + "/";
    }

    /** Connects as the endpoint to which the exchange's current route writes. */
    static FtpConnection of(Exchange exchange) throws IOException {
        FtpEndpoint<?> endpoint = ExchangeHelper.getRoute(exchange).filter("*").stream()
                .filter(EndpointAware.class::isInstance).map(it -> ((EndpointAware) it).getEndpoint())
                .filter(FtpEndpoint.class::isInstance).map(it -> (FtpEndpoint<?>) it).findFirst().orElseThrow();
        FtpOperations operations;
        try {
            operations = (FtpOperations) endpoint.createRemoteFileOperations();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        operations.connect(endpoint.getConfiguration(), null);
        try {
            return new FtpConnection(operations.getClient());
        } catch (IOException | RuntimeException e) {
            operations.getClient().disconnect();
            throw e;
        }
    }

    /** The size of a file; empty when there is none. */
    OptionalLong size(String path) throws IOException {
        String size = client.getSize(path);
        if (size != null) {
            return OptionalLong.of(Long.parseLong(size.strip()));
        }
        return find(path).map(it -> OptionalLong.of(it.getSize())).orElse(OptionalLong.empty());
    }

    /** Renames a file to a name that may be taken, in one go if the server is able to. */
    void replace(String from, String to, String aside) throws IOException {
        if (client.rename(from, to)) {
            return;
        }
        GenericFileOperationFailedException refused = refused("can't rename " + from);
        if (size(to).isEmpty()) {
            throw refused;
        }
        delete(aside);
        check(client.rename(to, aside), "can't rename " + to);
        if (!client.rename(from, to)) {
            refused = refused("can't rename " + from);
            client.rename(aside, to);
            throw refused;
        }
        delete(aside);
    }

    /** That there is no such file is no failure. */
    void delete(String path) throws IOException {
        if (!client.deleteFile(path)) {
            GenericFileOperationFailedException refused = refused("can't delete " + path);
            if (find(path).isPresent()) {
                throw refused;
            }
        }
    }

    /** Removes a folder if there is nothing in it. */
    boolean removeEmpty(String folder) throws IOException {
        boolean empty = enter(absolute(folder)) && list().isEmpty();
        client.changeWorkingDirectory(home);
        return empty && client.removeDirectory(folder);
    }

    /** The content of a file. The stream owns this connection. */
    InputStream open(String path, long offset) throws IOException {
        client.setRestartOffset(offset);
        InputStream content = client.retrieveFileStream(path);
        if (content != null) {
            return new Download(content);
        }
        GenericFileOperationFailedException refused = refused("can't read " + path);
        if (find(path).filter(it -> !it.isDirectory()).isPresent()) {
            throw refused;
        }
        throw new NoSuchFileException(path);
    }

    /** The files whose paths begin with a prefix, in all folders below. */
    List<StoredObject> walk(String prefix) throws IOException {
        List<StoredObject> files = new ArrayList<>();
        walk(Keys.folder(prefix), prefix, files);
        return files;
    }

    private void walk(String folder, String prefix, List<StoredObject> files) throws IOException {
        if (!enter(absolute(folder))) {
            return;
        }
        for (FTPFile file : list()) {
            String path = folder + file.getName();
            if (path.startsWith(prefix) && file.isFile()) {
                files.add(new StoredObject(path, file.getSize()));
            } else if (path.startsWith(prefix) && file.isDirectory()) {
                walk(path + "/", prefix, files);
            }
        }
    }

    private Optional<FTPFile> find(String path) throws IOException {
        if (!enter(absolute(Keys.folder(path)))) {
            return Optional.empty();
        }
        Optional<FTPFile> found = list().stream().filter(it -> it.getName().equals(Keys.name(path))).findFirst();
        client.changeWorkingDirectory(home);
        return found;
    }

    /** Changes to a folder; false when it doesn't exist. */
    private boolean enter(String folder) throws IOException {
        if (client.changeWorkingDirectory(folder)) {
            return true;
        }
        GenericFileOperationFailedException refused = refused("can't enter " + folder);
        if (folder.equals("/")) {
            throw refused;
        }
        String path = folder.substring(0, folder.length() - 1);
        if (enter(Keys.folder(path)) && list().stream().anyMatch(it -> it.getName().equals(Keys.name(path)) && !it.isFile())) {
            throw refused;
        }
        return false;
    }

    /** What is in the current folder. */
    private List<FTPFile> list() throws IOException {
        FTPFile[] files = client.hasFeature("MLST") || client.hasFeature("MLSD") ? client.mlistDir() : client.listFiles();
        check(FTPReply.isPositiveCompletion(client.getReplyCode()), "can't list a folder");
        return Arrays.stream(files).filter(it -> !it.getName().equals(".") && !it.getName().equals("..")).toList();
    }

    private String absolute(String folder) {
        return folder.startsWith("/") ? folder : home + folder;
    }

    private void check(boolean positive, String otherwise) {
        if (!positive) {
            throw refused(otherwise);
        }
    }

    private GenericFileOperationFailedException refused(String what) {
        return new GenericFileOperationFailedException(client.getReplyCode(), what + ": " + client.getReplyString());
    }

    @Override
    public void close() {
        try {
            client.logout();
        } catch (IOException e) {
            // the server is done with us already
        } finally {
            disconnect();
        }
    }

    private void disconnect() {
        try {
            client.disconnect();
        } catch (IOException e) {
            // it is closed either way
        }
    }

    /** An end of the stream is the end of the file only if the server says so afterwards. */
    private final class Download extends FilterInputStream {

        private boolean complete;

        Download(InputStream content) {
            super(content);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = complete ? -1 : in.read(bytes, offset, length);
            if (read < 0 && !complete) {
                in.close();
                check(client.completePendingCommand(), "the transfer broke off");
                complete = true;
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            if (complete) {
                FtpConnection.this.close();
            } else {
                disconnect();
            }
        }
    }
}
