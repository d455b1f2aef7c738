using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Resident;

/// <summary>A copy of the installed tree on a node, which the node's cnichain then comes from, so that a test may do to it what it likes.</summary>
internal sealed class PrivateTree
{
    public const string Root = "/opt/tree";
    public const string Lib = Root + "/lib/cnichain";

    private readonly TestNode _node;

    public PrivateTree(TestNode node)
    {
        _node = node;
        node.Shell($"""
            cp -a {RepositoryPaths.Install} {Root}
            for link in /opt/cni/bin/*; do
              if [ "$(readlink $link)" = {RepositoryPaths.Install}/bin/cnichain ]; then ln -sf {Root}/bin/cnichain $link; fi
            done
            """);
    }

    /// <summary>Puts a script in cnichaind's place; the program is cnichaind.real from then on.</summary>
    public void ReplaceHost(string script)
    {
        _node.Exec($"mv {Lib}/cnichaind {Lib}/cnichaind.real");
        _node.WriteProgram($"{Lib}/cnichaind", script);
    }

    /// <summary>Installs the same release over itself as <c>build.sh install</c> does one that differs: every file by rename, one after the other.</summary>
    public void InstallAgain() => _node.Shell($"""
        cd {Root}
        find . -type f | while IFS= read -r file; do
          cp --preserve=mode "$file" "$file.new"
          mv -fT "$file.new" "$file"
        done
        """);
}
