using System.Globalization;
using System.Text.Json;
using Xunit;

namespace CniChain.Testing;

/// <summary>What a test wants to find, or not to find, in a namespace, a container or on a node: as <c>ip</c> and <c>nft</c> see it.</summary>
public static class PlaceAssertions
{
    /// <summary>Fails unless there is a link of that name.</summary>
    /// <param name="place">Where.</param>
    /// <param name="name">The link's name.</param>
    /// <returns>The link, as of <c>ip -j -d link show</c>, for more.</returns>
    public static JsonElement AssertLink(this CommandPlace place, string name)
    {
        ArgumentNullException.ThrowIfNull(place);
        var (exit, output, error) = place.TryExec($"ip -j -d link show dev {name}");
        Assert.True(exit == 0, $"link {name} is not there: {error.Trim()}");
        return JsonElement.Parse(output)[0];
    }

    /// <summary>Fails when there is a link of that name.</summary>
    /// <param name="place">Where.</param>
    /// <param name="name">The link's name.</param>
    public static void AssertNoLink(this CommandPlace place, string name)
    {
        ArgumentNullException.ThrowIfNull(place);
        Assert.False(place.TryExec($"ip link show dev {name}").ExitCode == 0, $"link {name} is there");
    }

    /// <summary>Fails unless a link has an address.</summary>
    /// <param name="place">Where.</param>
    /// <param name="link">The link's name.</param>
    /// <param name="address">The address with its prefix length, as "10.1.0.2/24".</param>
    public static void AssertAddress(this CommandPlace place, string link, string address)
    {
        ArgumentNullException.ThrowIfNull(place);
        var addresses = place.ExecJson($"ip -j addr show dev {link}")
            .EnumerateArray()
            .SelectMany(l => l.GetProperty("addr_info").EnumerateArray())
            .Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.GetProperty("local").GetString()}/{a.GetProperty("prefixlen").GetInt32()}"));
        Assert.Contains(address, addresses);
    }

    /// <summary>Fails unless there is a route.</summary>
    /// <param name="place">Where.</param>
    /// <param name="destination">"default", or a prefix as <c>ip route</c> writes it.</param>
    /// <param name="gateway">Its gateway; null for any or none.</param>
    public static void AssertRoute(this CommandPlace place, string destination, string? gateway = null)
    {
        ArgumentNullException.ThrowIfNull(place);
        var family = destination.Contains(':', StringComparison.Ordinal) || gateway?.Contains(':', StringComparison.Ordinal) == true ? "-6 " : "";
        var routes = place.ExecJson($"ip -j {family}route show table all").EnumerateArray().ToArray();
        Assert.True(
            routes.Any(r => Text(r, "dst") == destination && (gateway is null || Text(r, "gateway") == gateway)),
            $"no route {destination} {gateway}: {string.Join('\n', routes)}");
    }

    /// <summary>Fails unless the ruleset has a line with every one of some texts.</summary>
    /// <param name="place">Where.</param>
    /// <param name="texts">The texts, as <c>nft list ruleset</c> prints them.</param>
    public static void AssertRule(this CommandPlace place, params string[] texts)
    {
        var rules = Ruleset(place);
        Assert.True(
            rules.Split('\n').Any(line => texts.All(t => line.Contains(t, StringComparison.Ordinal))),
            $"no rule with {string.Join(" and ", texts)} in:\n{rules}");
    }

    /// <summary>Fails when anything of the ruleset has a text.</summary>
    /// <param name="place">Where.</param>
    /// <param name="text">The text, such as a container's id, which stands in the comment of what belongs to it.</param>
    public static void AssertNoRule(this CommandPlace place, string text) => Assert.DoesNotContain(text, Ruleset(place), StringComparison.Ordinal);

    /// <summary>Fails unless another machine answers a ping from here within half a minute.</summary>
    /// <param name="place">Where.</param>
    /// <param name="address">The machine's address.</param>
    public static void AssertReaches(this CommandPlace place, string address)
    {
        ArgumentNullException.ThrowIfNull(place);
        var (exit, output, error) = place.TryExec($"ping -c 1 -i 0.2 -w 30 {address}");
        Assert.True(exit == 0, $"{address} does not answer: {output}{error}");
    }

    private static string Ruleset(CommandPlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return place.Exec("nft list ruleset");
    }

    private static string? Text(JsonElement route, string key) => route.TryGetProperty(key, out var value) ? value.GetString() : null;
}
