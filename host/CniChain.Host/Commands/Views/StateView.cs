using CniChain.Linux.Route;
using Spectre.Console;

namespace CniChain.Host.Commands;

/// <summary>An attachment drawn from the container to the node: boxes for namespaces, a line for the veth between them.</summary>
internal static class StateView
{
    private const string Wire = "       │";

    public static void Write(IAnsiConsole console, AttachmentState state, DateTimeOffset now)
    {
        var journal = state.Journal;
        console.Write(new Text(journal.Attachment.ToString(), new Style(decoration: Decoration.Bold)));
        console.Write(new Text($"  {journal.State}", AttachmentsView.StyleOf(journal.State)));
        console.WriteLine($"  {Ages.Of(now - journal.Created)}{(journal.Pod.Title is { } pod ? $"  pod {pod}" : "")}  by {string.Join(", ", journal.Plugins)}");
        Box(console, $"container  {journal.NetnsPath}", Inside(state));
        if (state.Container is { Link.PeerIndex: not null } container)
        {
            console.WriteLine(Wire);
            console.WriteLine($"{Wire} {container.Link.Kind}");
            console.WriteLine(Wire);
        }

        Box(console, "node", OnNode(state));
        foreach (var difference in state.Differences)
        {
            console.Write(new Text($"✗ {difference}\n", new Style(Color.Red)));
        }

        console.WriteLine();
    }

    private static void Box(IAnsiConsole console, string title, List<string> lines)
    {
        if (lines.Count > 0)
        {
            console.Write(new Panel(new Text(string.Join('\n', lines)))
                .Header(Markup.Escape(title))
                .Border(BoxBorder.Rounded)
                .BorderStyle(new Style(Color.Grey)));
        }
    }

    private static List<string> Inside(AttachmentState state)
    {
        if (state.Container is not { } container)
        {
            return [$"{state.Journal.Attachment.IfName} is not there"];
        }

        var lines = Interface(container);
        lines.AddRange(state.Routes.Select(RouteLine));
        return lines;
    }

    private static List<string> OnNode(AttachmentState state)
    {
        var lines = state.Peer is null ? [] : Interface(state.Peer);
        if (state.Bridge is not null)
        {
            lines.Add("  │ port of");
            lines.AddRange(Interface(state.Bridge));
        }

        foreach (var table in state.Elements.GroupBy(e => e.Table))
        {
            lines.Add("");
            lines.Add($"nftables {table.Key}");
            lines.AddRange(table.Select(e => $"  {e.Set}: {e.Key}{(e.Data is null ? "" : $" → {e.Data}")}"));
        }

        return lines;
    }

    private static List<string> Interface(InterfaceState state)
    {
        var link = state.Link;
        var lines = new List<string> { $"{link.Name}  {link.Kind}  {(link.IsUp ? "up" : "down")}  mtu {link.Mtu}  {link.Mac}" };
        lines.AddRange(state.Addresses.Select(a => $"  {InterfaceState.Format(a)}"));
        return lines;
    }

    private static string RouteLine(Route route) =>
        $"  {(route.IsDefault ? "default" : route.Destination.ToString())}{(route.Gateway is null ? "" : $" via {route.Gateway}")}";
}
