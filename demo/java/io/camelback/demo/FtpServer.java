package io.camelback.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.SocketSessionConfig;
import org.slf4j.LoggerFactory;

/** An FTP server in this process, with one user who may write. */
public final class FtpServer implements AutoCloseable {

    private static final int MANY = 100;

    private final org.apache.ftpserver.FtpServer server;
    private final Path directory;
    private final int port;
    private final String username;
    private final String password;

    private FtpServer(org.apache.ftpserver.FtpServer server, Path directory, int port, String username, String password) {
        this.server = server;
        this.directory = directory;
        this.port = port;
        this.username = username;
        this.password = password;
    }

    /** On a free port. */
    public static FtpServer start(Path directory, String username, String password) {
        try (ServerSocket free = new ServerSocket(0)) {
            int port = free.getLocalPort();
            free.close();
            return start(directory, username, password, port);
        } catch (IOException e) {
            throw new IllegalStateException("there is no free port", e);
        }
    }

    /** On a given port: the server of before, back again. */
    public static FtpServer start(Path directory, String username, String password, int port) {
        // it warns of its own housekeeping at every transfer
        ((Logger) LoggerFactory.getLogger("org.apache.ftpserver")).setLevel(Level.OFF);
        try {
            Files.createDirectories(directory);
            FtpServerFactory factory = new FtpServerFactory();
            ListenerFactory listener = new ListenerFactory();
            listener.setServerAddress("127.0.0.1");
            listener.setPort(port);
            DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
            data.setPassiveAddress("127.0.0.1");
            listener.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
            listener.setSessionFilter(FtpServer::withoutDelay);
            factory.addListener("default", listener.createListener());
            ConnectionConfigFactory connections = new ConnectionConfigFactory();
            connections.setMaxLogins(MANY);
            // waiting makes guessing slow, and tests too
            connections.setLoginFailureDelay(0);
            factory.setConnectionConfig(connections.createConnectionConfig());
            BaseUser user = new BaseUser();
            user.setName(username);
            user.setPassword(password);
            user.setHomeDirectory(directory.toString());
            user.setAuthorities(List.of(new WritePermission(), new ConcurrentLoginPermission(MANY, MANY)));
            factory.getUserManager().save(user);
            org.apache.ftpserver.FtpServer server = factory.createServer();
            server.start();
            return new FtpServer(server, directory, port, username, password);
        } catch (FtpException | IOException e) {
            throw new IllegalStateException("the FTP server did not start", e);
        }
    }

    /** Else the second of two short answers waits until the client has confirmed the first: 40 ms for each list and each file. */
    private static boolean withoutDelay(IoSession session) {
        ((SocketSessionConfig) session.getConfig()).setTcpNoDelay(true);
        return true;
    }

    public int port() {
        return port;
    }

    public String username() {
        return username;
    }

    public String password() {
        return password;
    }

    /** The directory that has what was stored, file by file. */
    public Path files() {
        return directory;
    }

    @Override
    public void close() {
        server.stop();
    }
}
