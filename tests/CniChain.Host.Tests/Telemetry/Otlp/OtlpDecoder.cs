using System.Globalization;

namespace CniChain.Host.Tests.Telemetry;

/// <summary>Reads export requests by the field numbers of opentelemetry-proto 1.x.</summary>
internal static class OtlpDecoder
{
    public static IEnumerable<ReceivedSpan> Spans(byte[] request)
    {
        foreach (var resource in new ProtoFields(request).Messages(1))
        {
            var owner = Tags(resource.Message(1), 1);
            foreach (var scope in resource.Messages(2))
            {
                foreach (var span in scope.Messages(2))
                {
                    yield return new ReceivedSpan(
                        span.Text(5), span.Hex(1), span.Hex(2), span.Hex(4), span.Text(3), (int)span.Number(6), (int)span.Message(15).Number(3),
                        scope.Message(1).Text(1), Tags(span, 9), owner, [.. span.Messages(11).Select(e => e.Text(2))]);
                }
            }
        }
    }

    public static IEnumerable<ReceivedPoint> Points(byte[] request)
    {
        foreach (var metric in new ProtoFields(request).Messages(1).SelectMany(r => r.Messages(2)).SelectMany(s => s.Messages(2)))
        {
            var (form, data) = metric.Has(5) ? ("gauge", metric.Message(5)) : metric.Has(7) ? ("sum", metric.Message(7)) : ("histogram", metric.Message(9));
            foreach (var point in data.Messages(1))
            {
                var value = form == "histogram" ? point.Double(5) : point.Has(4) ? point.Double(4) : (long)point.Number(6);
                yield return new ReceivedPoint(
                    metric.Text(1), metric.Text(3), form, value, form == "histogram" ? point.Number(4) : 0, (int)data.Number(2),
                    Tags(point, form == "histogram" ? 9 : 7));
            }
        }
    }

    public static IEnumerable<ReceivedLog> Logs(byte[] request)
    {
        foreach (var log in new ProtoFields(request).Messages(1).SelectMany(r => r.Messages(2)).SelectMany(s => s.Messages(2)))
        {
            yield return new ReceivedLog(log.Message(5).Text(1), (int)log.Number(2), log.Hex(9), log.Hex(10), Tags(log, 6));
        }
    }

    private static Dictionary<string, string> Tags(ProtoFields message, int number)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in message.Messages(number))
        {
            Assert.True(tags.TryAdd(tag.Text(1), Value(tag.Message(2))), $"attribute {tag.Text(1)} twice");
        }

        return tags;
    }

    /// <summary>AnyValue: string, bool, int, double, array.</summary>
    private static string Value(ProtoFields value) =>
        value.Has(1) ? value.Text(1)
        : value.Has(2) ? value.Number(2) == 1 ? "true" : "false"
        : value.Has(3) ? ((long)value.Number(3)).ToString(CultureInfo.InvariantCulture)
        : value.Has(4) ? value.Double(4).ToString("R", CultureInfo.InvariantCulture)
        : string.Join(',', value.Message(5).Messages(1).Select(Value));
}
