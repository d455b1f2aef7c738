using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Author;

/// <summary>The page for authors of plugins, abstractions/README.md, as somebody reads it who types what it says.</summary>
internal static class AuthorPage
{
    private const string Fence = "```";

    /// <summary>Its shell blocks, in order, character for character.</summary>
    public static IReadOnlyList<string> Commands()
    {
        var blocks = new List<string>();
        List<string>? block = null;
        foreach (var line in File.ReadLines(Path.Combine(RepositoryPaths.Root, "abstractions", "README.md")))
        {
            if (block is null && line == Fence + "sh")
            {
                block = [];
            }
            else if (block is not null && line == Fence)
            {
                blocks.Add(string.Join('\n', block));
                block = null;
            }
            else
            {
                block?.Add(line);
            }
        }

        return blocks;
    }
}
