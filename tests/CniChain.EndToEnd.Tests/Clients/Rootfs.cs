using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Clients;

/// <summary>The root file system of the containers here: one static busybox.</summary>
internal static class Rootfs
{
    /// <summary>Where it lies on the node.</summary>
    public const string Path = "/run/rootfs";

    /// <summary>What its web server answers.</summary>
    public const string Greeting = "hello from the container";

    // Debian's busybox wget crashes, so the web client is nc.
    private const string Script = $"""
        mkdir -p {Path}/bin {Path}/etc {Path}/proc {Path}/sys {Path}/dev {Path}/tmp {Path}/run {Path}/root {Path}/www
        cp /bin/busybox {Path}/bin/busybox
        for name in cat echo grep httpd ip ls nc ping sh sleep; do ln -sf busybox {Path}/bin/$name; done
        printf '{Greeting}' > {Path}/www/index.html
        printf 'root:x:0:0:root:/root:/bin/sh\n' > {Path}/etc/passwd
        """;

    /// <summary>Lays it out on a node; skips the test when there is no busybox.</summary>
    public static void WriteTo(TestNode node)
    {
        Assert.SkipUnless(File.Exists("/bin/busybox"), "needs busybox-static");
        node.Shell(Script);
    }
}
