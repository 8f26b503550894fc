package io.camelback.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"camelback " + (version == null ? "(from classes)" : version)};
    }
}
